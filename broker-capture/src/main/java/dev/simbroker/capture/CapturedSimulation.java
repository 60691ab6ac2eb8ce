package dev.simbroker.capture;

import dev.simbroker.capture.boot.CapturedThread;
import dev.simbroker.capture.boot.Hooks;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Carrier;
import dev.simbroker.time.spi.Coroutine;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.Waiter;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One simulation whose processes are captured. What is not said to be for any thread belongs to whoever has the turn.
 */
final class CapturedSimulation implements Carrier {

    private static final int FEW = 64;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final SchedulerSpi scheduler;
    private final Carrier carried;
    private final long salt;

    /** Who was unparked by threads that have no turn here: the JDK's, as a thread ends, and strangers. */
    private final Queue<CapturedProcess> unparked = new ConcurrentLinkedQueue<>();

    /** From how many on threads that have ended are looked for. */
    private int most = FEW;

    /** All threads that have begun, and those that wait for a monitor, each in the order in which they did so. */
    private final Set<CapturedProcess> threads = new LinkedHashSet<>();

    private final Set<CapturedProcess> away = new LinkedHashSet<>();

    /** Waits for a monitor that are to have a timer, or no longer. */
    private final Queue<TimedWait> timedWaits = new ConcurrentLinkedQueue<>();

    private final Map<String, Integer> numbers = new HashMap<>();
    private final IdentityHashMap<Future<?>, Timer> delayed = new IdentityHashMap<>();

    CapturedSimulation(SchedulerSpi scheduler) {
        this.scheduler = scheduler;
        this.salt = new SplittableRandom(scheduler.seed()).nextLong();
        this.carried = Carrier.carried((process, executor) -> new CapturedProcess(this, process, executor))
                .open(scheduler);
    }

    SchedulerSpi scheduler() {
        return scheduler;
    }

    // ---- the carrier ----

    @Override
    public Coroutine coroutine(CarriedProcess process) {
        Coroutine coroutine = carried.coroutine(process);
        if (Hooks.of(coroutine.thread()) instanceof CapturedProcess captured) {
            begins(captured, coroutine.thread());
        }
        return coroutine;
    }

    @Override
    public void checkProgress() {
        carried.checkProgress();
    }

    @Override
    public void bringIn() {
        for (CapturedProcess next = unparked.poll(); next != null; next = unparked.poll()) {
            next.deliverPermit();
        }
        if (!away.isEmpty()) {
            bringBack();
        }
        for (TimedWait next = timedWaits.poll(); next != null; next = timedWaits.poll()) {
            next.setOrCancel(scheduler);
        }
    }

    // ---- monitors ----

    /** Makes ready who has got the monitor that it has waited for, in the order in which they had begun to wait. */
    private void bringBack() {
        for (CapturedProcess process : List.copyOf(away)) {
            awaitUnblocker(process);
            if (process.isBack()) {
                ((Waiter) Objects.requireNonNull(process.process())).wake();
            }
        }
    }

    /** Waits, in real time, until the JVM has brought back whom it has chosen: its thread is quick, or not. */
    private static void awaitUnblocker(CapturedProcess process) {
        long deadline = System.nanoTime() + PATIENCE;
        while (process.isOwed()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the JVM does not bring back " + process.thread());
            }
            Thread.onSpinWait();
        }
    }

    /**
     * Whether the thread has left its carrier for a monitor that the simulation knows of: to be notified, or to enter
     * one that one of ours has. Somebody outside leaves it in real time, and simulated time stands still meanwhile.
     * Called on the carrier of a thread that has its turn.
     */
    boolean hasLeft(CapturedProcess process, Thread thread) {
        boolean known = Monitors.isWaiting(thread) || owner(process) != null;
        if (known) {
            away.add(process);
        }
        return known;
    }

    /** Whoever of ours has the monitor that a process wants to enter; null if nobody has. */
    @Nullable CapturedProcess owner(CapturedProcess process) {
        Object monitor = process.wanted();
        if (monitor == null) {
            return null;
        }
        for (CapturedProcess other : threads) {
            if (other != process && other.has(monitor)) {
                return other;
            }
        }
        return null;
    }

    void cameBack(CapturedProcess process) {
        away.remove(process);
    }

    private void begins(CapturedProcess process, Thread thread) {
        process.runsOn(thread);
        threads.add(process);
        if (threads.size() > most) {
            threads.removeIf(CapturedProcess::hasEnded);
            most = Math.max(FEW, 2 * threads.size());
        }
    }

    /** Called on the carrier of a thread that has left to wait for some time. */
    TimedWait timedWait(Runnable expire, long nanos) {
        var wait = new TimedWait(expire, scheduler.deadlineAfter(nanos), timedWaits::add);
        timedWaits.add(wait);
        return wait;
    }

    @Override
    public void close() {
        carried.close();
    }

    // ---- what captured threads do ----

    /** Notes that a thread without a turn has unparked a process. May be called from any thread. */
    void unparkedFromOutside(CapturedProcess process) {
        unparked.add(process);
    }

    /** Makes a virtual thread that is about to start a process. */
    SimProcess adopt(CapturedProcess captured, Thread thread, boolean background, ProcessBody body) {
        String name = thread.getName().isBlank() ? "virtual-" + (number("virtual") + 1) : thread.getName();
        return scheduler.spawn(name, background, body, process -> {
            var coroutine = carried.adopt(process, thread);
            begins(captured, thread);
            captured.adopted(process, coroutine);
            return coroutine;
        });
    }

    /** Runs a task as a process of its own. */
    void fork(String name, boolean background, Runnable task) {
        scheduler.spawn(name, background, task::run, this::coroutine);
    }

    CapturedThread.DelayedTask delay(String name, Runnable task, long nanos) {
        Timer timer = scheduler.scheduleAt(scheduler.deadlineAfter(nanos), () -> fork(name, false, task));
        return timer::cancel;
    }

    void delay(Future<?> task, Runnable run, long nanos) {
        delayed.put(task, scheduler.scheduleAt(scheduler.deadlineAfter(nanos), () -> {
            delayed.remove(task);
            fork("delayed-" + (number("delayed") + 1), false, run);
        }));
    }

    void cancelDelayed(Future<?> task) {
        @Nullable Timer timer = delayed.remove(task);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The same number each time for one seed. */
    long salt() {
        return salt;
    }

    /** The next number of that kind, from 0. */
    int number(String kind) {
        return numbers.merge(kind, 1, Integer::sum) - 1;
    }
}
