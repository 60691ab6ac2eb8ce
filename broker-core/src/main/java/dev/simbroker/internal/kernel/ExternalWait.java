package dev.simbroker.internal.kernel;

import dev.simbroker.time.ExternalBlockingException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

/**
 * A wait outside the simulation, as the stack of the waiting thread tells it.
 *
 * @param what the wait, in words
 * @param at the line of the user's code that waits, where it can be told
 * @param instead the replacement to suggest
 */
record ExternalWait(String what, Optional<StackTraceElement> at, String instead) {

    /**
     * Prefixes of the JDK methods in which waits begin, with the replacement in simulated time; the first that fits
     * counts.
     */
    private static final List<Map.Entry<String, String>> REPLACEMENTS = List.of(
            Map.entry("java.lang.Thread.sleep", "simulation.sleep(duration)"),
            Map.entry("java.util.concurrent.TimeUnit.sleep", "simulation.sleep(duration)"),
            Map.entry(
                    "java.lang.Thread.join",
                    "SimProcess.join, for a thread of simulation.threadFactory() that of SimProcess.of(thread)"),
            Map.entry("java.lang.Object.wait", "a Mailbox, or a condition of dev.simbroker.concurrent.ProcessLock"),
            Map.entry("java.util.concurrent.CountDownLatch", "dev.simbroker.concurrent.ProcessLatch"),
            Map.entry("java.util.concurrent.Semaphore", "dev.simbroker.concurrent.ProcessSemaphore"),
            Map.entry("java.util.concurrent.locks", "dev.simbroker.concurrent.ProcessLock"),
            Map.entry("java.util.concurrent.CompletableFuture", "simulation.await(future)"),
            Map.entry(
                    "java.util.concurrent.FutureTask",
                    "simulation.executor() for the task, or simulation.await(future)"),
            Map.entry("java.util.concurrent.ThreadPoolExecutor", "simulation.executor()"),
            Map.entry("java.util.concurrent.ForkJoin", "simulation.executor()"),
            Map.entry("java.util.concurrent", "dev.simbroker.queue.Mailbox, or what dev.simbroker.concurrent offers"),
            Map.entry("java.net", "a stand-in that waits in simulated time, or Scheduler.live()"),
            Map.entry("java.nio", "a stand-in that waits in simulated time, or Scheduler.live()"),
            Map.entry("sun.nio", "a stand-in that waits in simulated time, or Scheduler.live()"),
            Map.entry("java.io", "a stand-in that waits in simulated time, or Scheduler.live()"));

    /** The first version of Java in which a wait inside a synchronized section keeps no carrier thread. */
    private static final int FIRST_WITHOUT_PINNING = 24;

    /** Threads that go on although their simulations have ended without them. Used for reports only. */
    private static final Set<Thread> LEFT_BEHIND = new CopyOnWriteArraySet<>();

    /** Whether a thread may be stuck: blocked, or ready to go on without being able to. */
    static boolean isPossible(Thread thread) {
        return isBlocked(thread) || isSuspended(thread.getStackTrace());
    }

    private static boolean isBlocked(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    /** Whether a process has been given its turn and has not noticed. One that has not even begun has no frames. */
    private static boolean isSuspended(StackTraceElement[] frames) {
        return frames.length == 0 || Arrays.stream(frames).anyMatch(SimulatedProcess::isSuspension);
    }

    /** What a thread is blocked by; empty if it could go on if only there were a carrier thread for it. */
    static Optional<ExternalWait> of(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        if (isSuspended(frames)) {
            return Optional.empty();
        }
        boolean monitor = thread.getState() == Thread.State.BLOCKED;
        Optional<StackTraceElement> entry = entry(frames);
        return Optional.of(new ExternalWait(
                monitor
                        ? "it waits to enter a synchronized section"
                        : entry.map(ExternalWait::call).orElse("it waits"),
                place(thread),
                monitor
                        ? "dev.simbroker.concurrent.ProcessLock, since the process that is inside cannot leave"
                        : entry.map(ExternalWait::replacement).orElse("something that waits in simulated time")));
    }

    /** Notes that a thread goes on although its simulation has ended without it. */
    static void leftBehind(Thread thread) {
        LEFT_BEHIND.removeIf(other -> !other.isAlive());
        LEFT_BEHIND.add(thread);
    }

    /** The wait of a process that cannot go on because no carrier thread is free. */
    static ExternalWait forCarrier(Reports reports) {
        boolean pinning = Runtime.version().feature() < FIRST_WITHOUT_PINNING;
        String why = pinning
                ? "too many processes wait inside a synchronized section, which up to Java 23 keeps the carrier thread"
                        + reports.list(reports.inSynchronized())
                : "other virtual threads compute or call native code";
        String busy = stillBusy();
        return new ExternalWait(
                "no carrier thread is free to run it, because " + why + busy,
                Optional.empty(),
                pinning
                        ? "dev.simbroker.concurrent.ProcessLock"
                        : busy.isEmpty()
                                ? "platform threads for those"
                                : "code that ends, or reacts to its interruption");
    }

    /** A line for each thread that was left behind and may keep a carrier thread. */
    private static String stillBusy() {
        return LEFT_BEHIND.stream()
                .filter(thread ->
                        thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.BLOCKED)
                .flatMap(thread -> place(thread).stream()
                        .map(frame -> Reports.line("thread '" + thread.getName()
                                + "', left behind by an earlier run, is still at " + frame)))
                .collect(Collectors.joining());
    }

    static boolean isInSynchronizedMethod(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(ExternalWait::isSynchronized);
    }

    private static boolean isSynchronized(StackTraceElement frame) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Arrays.stream(
                            Class.forName(frame.getClassName(), false, loader).getDeclaredMethods())
                    .filter(method -> method.getName().equals(frame.getMethodName()))
                    .anyMatch(method -> Modifier.isSynchronized(method.getModifiers()));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The line of the user's code at which a thread is. */
    static Optional<StackTraceElement> place(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).filter(CallSite::isUsers).findFirst();
    }

    /** The method of the JDK that the user's code, or ours, has called. */
    private static Optional<StackTraceElement> entry(StackTraceElement[] frames) {
        StackTraceElement entry = null;
        for (StackTraceElement frame : frames) {
            if (!CallSite.isJdk(frame)) {
                break;
            }
            entry = frame;
        }
        return Optional.ofNullable(entry);
    }

    private static String call(StackTraceElement frame) {
        return "it is in " + frame.getClassName() + "." + frame.getMethodName();
    }

    private static String replacement(StackTraceElement frame) {
        String name = frame.getClassName() + "." + frame.getMethodName();
        return REPLACEMENTS.stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("something that waits in simulated time");
    }

    /** The exception that reports this wait. */
    ExternalBlockingException exception(String process, Instant time, Duration since, String added, String replay) {
        return new ExternalBlockingException(
                "process '" + process + "' has its turn at simulated time " + time
                        + " and is blocked outside the simulation for " + realTime(since) + ": " + this
                        + added,
                process,
                at,
                replay);
    }

    private static String realTime(Duration time) {
        long seconds = time.toSeconds();
        if (seconds == 0) {
            return time.toMillis() + " real milliseconds";
        }
        return seconds == 1 ? "1 real second" : seconds + " real seconds";
    }

    @Override
    public String toString() {
        return what + at.map(frame -> ", called at " + frame).orElse("") + Reports.line("use instead: " + instead);
    }
}
