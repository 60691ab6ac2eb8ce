package dev.simbroker.capture.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What rewritten code calls. Whoever is not captured pays one {@link Thread#isVirtual} for it, and a captured thread
 * asks its {@link CapturedThread}.
 *
 * <p>No method owns a monitor, not even inside a map: threads outside come here too.
 */
public final class Hooks {

    /** The scheduler of a virtual thread. */
    private static final VarHandle SCHEDULER;

    /** Runs a task of a pool; {@code quietlyInvoke} would wait for ever for one that has others to wait for. */
    private static final MethodHandle DO_EXEC;

    static {
        try {
            Class<?> virtual = Class.forName("java.lang.VirtualThread");
            SCHEDULER = MethodHandles.privateLookupIn(virtual, MethodHandles.lookup())
                    .findVarHandle(virtual, "scheduler", Executor.class)
                    .withInvokeBehavior();
            DO_EXEC = MethodHandles.privateLookupIn(ForkJoinTask.class, MethodHandles.lookup())
                    .unreflect(ForkJoinTask.class.getDeclaredMethod("doExec")) // Java 21 answers a number
                    .asType(MethodType.methodType(void.class, ForkJoinTask.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Hooks() {}

    /** The calling thread, if it is captured; null otherwise. */
    private static CapturedThread current() {
        return of(Thread.currentThread());
    }

    /** That thread, if it is captured; null otherwise. */
    public static CapturedThread of(Thread thread) {
        return thread.isVirtual() && SCHEDULER.get(thread) instanceof CapturedThread captured ? captured : null;
    }

    // ---- time ----

    /** In place of {@link System#nanoTime}. */
    public static long nanoTime() {
        CapturedThread captured = current();
        return captured == null ? System.nanoTime() : captured.nanoTime();
    }

    /** In place of {@link System#currentTimeMillis}. */
    public static long currentTimeMillis() {
        CapturedThread captured = current();
        return captured == null ? System.currentTimeMillis() : captured.now().toEpochMilli();
    }

    /** Before {@code Clock.currentInstant}: its answer, unless it is null. */
    public static Instant now() {
        CapturedThread captured = current();
        return captured == null ? null : captured.now();
    }

    // ---- waiting: whether it was done ----

    /** Before {@code LockSupport.park()}. */
    public static boolean park() {
        return park(null);
    }

    /** Before {@code LockSupport.park(Object)}. */
    public static boolean park(Object blocker) {
        CapturedThread captured = current();
        return captured != null && captured.park(blocker, -1);
    }

    /** Before {@code LockSupport.parkNanos(long)}. */
    public static boolean parkNanos(long nanos) {
        return parkNanos(null, nanos);
    }

    /** Before {@code LockSupport.parkNanos(Object, long)}. */
    public static boolean parkNanos(Object blocker, long nanos) {
        CapturedThread captured = current();
        return captured != null && nanos > 0 && captured.park(blocker, nanos);
    }

    /** Before {@code LockSupport.parkUntil(long)}. */
    public static boolean parkUntil(long deadline) {
        return parkUntil(null, deadline);
    }

    /** Before {@code LockSupport.parkUntil(Object, long)}. */
    public static boolean parkUntil(Object blocker, long deadline) {
        CapturedThread captured = current();
        if (captured == null) {
            return false;
        }
        long nanos;
        try {
            nanos = Duration.between(captured.now(), Instant.ofEpochMilli(deadline))
                    .toNanos();
        } catch (ArithmeticException e) { // in more than 292 years
            nanos = Long.MAX_VALUE;
        }
        return captured.park(blocker, Math.max(nanos, 0));
    }

    /** Before {@code LockSupport.unpark(Thread)}. */
    public static boolean unpark(Thread thread) {
        if (thread == null) {
            return false;
        }
        CapturedThread captured = of(standIn(thread));
        return captured != null && captured.unpark();
    }

    /** Before {@code VirtualThread.sleepNanos(long)}. */
    public static boolean sleepNanos(Thread self, long nanos) throws InterruptedException {
        CapturedThread captured = of(self);
        return captured != null && captured.sleep(nanos);
    }

    /** Before {@code VirtualThread.tryYield()}. */
    public static boolean tryYield(Thread self) {
        CapturedThread captured = of(self);
        return captured != null && captured.giveWay();
    }

    // ---- monitors ----

    /** Before {@link Object#wait(long)}. */
    public static void waiting(Object monitor) {
        CapturedThread captured = current();
        if (captured != null) {
            captured.waiting(monitor);
        }
    }

    /** At the end of {@link Object#wait(long)}. */
    public static void waited(Object monitor) {
        CapturedThread captured = current();
        if (captured != null) {
            captured.waiting(null);
        }
    }

    /** Before {@code VirtualThread.schedule}, where that ends a wait for a monitor: its answer, unless it is null. */
    public static Future<?> timedWait(Thread thread, Runnable expire, long delay, TimeUnit unit) {
        CapturedThread captured = of(thread);
        return captured == null ? null : captured.timedWait(expire, unit.toNanos(delay));
    }

    /** Before {@code VirtualThread.compareAndSetOnWaitingList}: the JVM's thread takes it from its list. */
    public static void unblocking(Thread thread) {
        CapturedThread captured = of(thread);
        if (captured != null) {
            captured.unblocking(true);
        }
    }

    /** At the end of {@code VirtualThread.unblock}: it has brought it back. */
    public static void unblocked(Thread thread) {
        CapturedThread captured = of(thread);
        if (captured != null) {
            captured.unblocking(false);
        }
    }

    // ---- threads ----

    /** In place of {@link Thread#currentThread} in the application. */
    public static Thread currentThread() {
        Thread current = Thread.currentThread();
        CapturedThread captured = of(current);
        Thread original = captured == null ? null : captured.original();
        return original == null ? current : original;
    }

    /** The first parameter of {@code ThreadBuilders.newVirtualThread}. */
    public static Executor scheduler(Executor scheduler) {
        CapturedThread captured = scheduler == null ? current() : null;
        return captured == null ? scheduler : captured.child();
    }

    /** The last parameter of {@code ThreadBuilders.newVirtualThread}, after the first was replaced. */
    public static Runnable task(Executor scheduler, Runnable task) {
        return scheduler instanceof CapturedThread captured && task != null ? captured.task(task) : task;
    }

    /** Before {@code VirtualThread.start(ThreadContainer)}. */
    public static void starting(Thread thread) {
        CapturedThread captured = of(thread);
        if (captured != null) {
            captured.starting(thread);
        }
    }

    /** Before {@code Thread.start()} and {@code Thread.start(ThreadContainer)}: whether another runs for it. */
    @SuppressWarnings("DoNotCall") // what it does is done by the other
    public static boolean start(Thread thread) {
        CapturedThread captured = current();
        if (captured == null || thread.isVirtual() || isOfOthers(thread)) {
            return false;
        }
        Thread standIn = Thread.ofVirtual().name(thread.getName()).unstarted(() -> thread.run());
        if (thread.getState() != Thread.State.NEW || !StandIns.put(thread, standIn)) {
            throw new IllegalThreadStateException();
        }
        of(standIn).standFor(thread);
        standIn.setContextClassLoader(thread.getContextClassLoader());
        standIn.start();
        return true;
    }

    /**
     * The JDK's own helpers wait in native code for what is outside: the process reaper, cleaners, timers. And whoever
     * carries processes, or is one, is the simulation's.
     */
    private static boolean isOfOthers(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        String name = thread.getClass().getName();
        return thread instanceof ForkJoinWorkerThread
                || (group != null && group.getParent() == null)
                || name.startsWith("jdk.internal.")
                || name.startsWith("dev.simbroker.internal.");
    }

    /** Whoever runs for that thread: mostly itself. */
    public static Thread standIn(Thread thread) {
        if (thread.isVirtual()) {
            return thread;
        }
        Thread standIn = StandIns.of(thread);
        return standIn == null ? thread : standIn;
    }

    /** Before {@code VirtualThread.interrupt()}. */
    public static boolean interrupt(Thread thread) {
        CapturedThread captured = of(thread);
        return captured != null && captured.interrupt();
    }

    /** Before {@code VirtualThread.isInterrupted()}: whether it is, beyond what the thread says. */
    public static boolean isInterrupted(Thread thread) {
        CapturedThread captured = of(thread);
        return captured != null && captured.isInterruptPending();
    }

    /** Before {@code VirtualThread.threadState()}: its answer, unless it is null. */
    public static Thread.State threadState(Thread thread) {
        CapturedThread captured = of(thread);
        return captured == null ? null : captured.threadState();
    }

    /** Before {@code Thread.genThreadName}: its answer, unless it is null. */
    public static String threadName() {
        CapturedThread captured = current();
        return captured == null ? null : "Thread-" + captured.number("thread");
    }

    /** In place of the counter of {@code Executors.DefaultThreadFactory}. */
    public static int poolNumber(AtomicInteger counter) {
        CapturedThread captured = current();
        return captured == null ? counter.getAndIncrement() : captured.number("pool") + 1;
    }

    /** In place of {@link Thread#isDaemon} in the JDK's class Thread, which asks the parent of a new thread. */
    public static boolean isDaemon(Thread thread) {
        CapturedThread captured = of(thread);
        return captured == null ? thread.isDaemon() : captured.isDaemon();
    }

    // ---- chance ----

    /** After {@code Random.seedUniquifier}. */
    public static long randomSeed(long real) {
        CapturedThread captured = current();
        return captured == null ? real : captured.random("Random");
    }

    /** In place of the generator of seeds of {@code SplittableRandom} and its like. */
    public static long generatorSeed(AtomicLong generator, long increment) {
        CapturedThread captured = current();
        return captured == null ? generator.getAndAdd(increment) : captured.random("SplittableRandom");
    }

    /** The same of {@code ThreadLocalRandom}, which may ask twice: the carrier, too, has a seed. */
    public static long threadLocalSeed(AtomicLong generator, long increment) {
        CapturedThread captured = current();
        return captured == null ? generator.getAndAdd(increment) : captured.salt() ^ captured.number();
    }

    /** In place of {@link Thread#threadId} in {@code ThreadLocalRandom}. */
    public static long threadId(Thread thread) {
        CapturedThread captured = of(thread);
        return captured == null ? thread.threadId() : captured.number();
    }

    /** After the draw of {@link Math#random}. */
    public static double mathRandom(double real) {
        CapturedThread captured = current();
        return captured == null ? real : (captured.random("Math") >>> 11) * 0x1.0p-53;
    }

    /** Before {@code SecureRandom.nextBytes}: whether it was done. */
    public static boolean nextBytes(Object generator, byte[] bytes) {
        CapturedThread captured = current();
        if (captured == null) {
            return false;
        }
        long bits = 0;
        for (int n = 0; n < bytes.length; n++) {
            bits = n % Long.BYTES == 0 ? captured.random("SecureRandom") : bits >>> Byte.SIZE;
            bytes[n] = (byte) bits;
        }
        return true;
    }

    /** Before {@code SecureRandom.generateSeed}: its answer, unless it is null. */
    public static byte[] seedBytes(Object generator, int count) {
        return seedBytes(count);
    }

    /** Before {@code SecureRandom.getSeed}: its answer, unless it is null. */
    public static byte[] seedBytes(int count) {
        if (count < 0 || current() == null) {
            return null;
        }
        var bytes = new byte[count];
        nextBytes(null, bytes);
        return bytes;
    }

    /** Around the generator of {@link java.util.Collections#shuffle(java.util.List)}, which is one for the JVM. */
    public static Random shuffler(Random real) {
        CapturedThread captured = current();
        return captured == null ? real : new Random(captured.random("shuffle"));
    }

    /** Around what the order of {@code Set.of} and {@code Map.of} depends on, and nothing else. */
    public static long salt(long real) {
        CapturedThread captured = current();
        return captured == null ? real : captured.salt() & 0xFFFF_FFFFL;
    }

    /** The same for two elements. */
    public static boolean reverse(boolean real) {
        CapturedThread captured = current();
        return captured == null ? real : (captured.salt() & 1) == 0;
    }

    // ---- tasks ----

    /** Before {@code ForkJoinPool.scheduleDelayedTask}: whether it was taken. */
    public static boolean delay(ForkJoinPool pool, Future<?> task) {
        CapturedThread captured = current();
        if (captured == null) {
            return false;
        }
        long nanos = ((Delayed) task).getDelay(TimeUnit.NANOSECONDS);
        captured.delay(task, () -> run((ForkJoinTask<?>) task), nanos);
        return true;
    }

    /** Before a delayed task of a pool is cancelled. */
    public static void cancelling(Future<?> task, boolean mayInterrupt) {
        CapturedThread captured = current();
        if (captured != null && !task.isDone()) {
            captured.cancelling(task);
        }
    }

    /** Before {@code CompletableFuture.Delayer.delay}, up to Java 24: its answer, unless it is null. */
    public static ScheduledFuture<?> delay(Runnable command, long delay, TimeUnit unit) {
        CapturedThread captured = current();
        return captured == null ? null : new DelayedFuture(captured, command, unit.toNanos(delay));
    }

    /** Before {@code ForkJoinPool.poolSubmit}: whether it was taken. */
    public static boolean submit(ForkJoinPool pool, boolean signal, ForkJoinTask<?> task) {
        CapturedThread captured = current();
        if (captured == null) {
            return false;
        }
        captured.fork("ForkJoinPool", () -> run(task));
        return true;
    }

    private static void run(ForkJoinTask<?> task) {
        try {
            DO_EXEC.invokeExact(task);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
