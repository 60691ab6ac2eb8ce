package dev.simbroker.internal.kernel;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.SimulationException;
import dev.simbroker.time.spi.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side of a {@link Kernel} that faces the thread outside: it gives the baton to the first process, and waits until
 * the baton comes back.
 *
 * <p>While it waits, it watches the process that holds the baton. Nothing else here depends on real time, and it can
 * only end a run, not change what happens in it.
 */
public final class Driver {

    private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);

    /** How many steps of timers alone the driver runs between two looks at the time. */
    private static final int STEPS_BETWEEN_LOOKS = 1_000;

    private final Kernel kernel;
    private final RealTimeSpent realTime;

    /** The thread that drives now; null if none does. */
    private final AtomicReference<@Nullable Thread> wheel = new AtomicReference<>();

    private @Nullable DrivingThread thread;
    private long steps;
    private @Nullable Watchdog watchdog;

    /** Whether the run is to end as soon as the process that holds the baton gets here. Read at every step. */
    private volatile boolean stopped;

    private boolean interrupted;
    /** The reason for which the watchdog has stopped the run. */
    private @Nullable Failure verdict;
    /** The process that was being unwound when the driver looked last. */
    private @Nullable SimulatedProcess unwound;
    /** Whether the run ended without a process that did not react. */
    private boolean leftBehind;

    private volatile @Nullable Leave leave;
    private @Nullable SimulatedProcess buried;

    /** The failure that a process could not report as its own. */
    private @Nullable Throwable lost;

    /** The failure of an earlier run. */
    private @Nullable SimulationException failed;

    Driver(Kernel kernel, RealTimeSpent realTime) {
        this.kernel = kernel;
        this.realTime = realTime;
    }

    DrivingThread thread() {
        return Objects.requireNonNull(thread, "a process runs without being driven");
    }

    /**
     * Whether the run is to end; asked at every step. A driver that waits learns of an interrupt at once, one that runs
     * timers has to look.
     */
    boolean isStopped(boolean byDriver) {
        if (byDriver) {
            lookAfterMyself();
        }
        return stopped;
    }

    /** The driver runs timers itself until there is a process to give the baton to. */
    private void lookAfterMyself() {
        if (Thread.interrupted()) {
            noteInterrupt();
        }
        if (verdict == null && ++steps % STEPS_BETWEEN_LOOKS == 0) {
            verdict = watchdog().lookAtTheTime(Thread.currentThread());
            stopped |= verdict != null;
        }
    }

    void lost(Throwable cause) {
        lost = cause;
        stopped = true;
    }

    // ---- runs ----

    public void runToQuiescence() {
        drive(() -> RunGoal.QUIESCENCE);
    }

    public void runTo(long limit) {
        long end = Math.min(limit, kernel.limits().time());
        drive(() -> new RunGoal(limit == Scheduler.FOREVER ? limit : end, null, false));
        if (limit != Scheduler.FOREVER && end < limit) {
            kernel.moveClockTo(end);
            throw fail(kernel.timeLimitExceeded());
        }
        if (limit != Scheduler.FOREVER) {
            kernel.moveClockTo(limit);
        }
    }

    public void runBody(String name, ProcessBody body) {
        runBody(name, () -> kernel.spawn(name, body, false));
    }

    /** Runs until the process, which is answered once nothing can refuse the run any more, has done what it does. */
    void runBody(String name, Supplier<SimulatedProcess> process) {
        RunGoal goal = drive(() -> new RunGoal(Scheduler.FOREVER, process.get(), false));
        if (goal.awaitsBody()) {
            throw fail(kernel.failures.deadlock(Objects.requireNonNull(goal.body(), "body"), kernel.hasTimers()));
        }
    }

    /** Drives to the goal, which is set once nothing can refuse the run any more. */
    private RunGoal drive(Supplier<RunGoal> goal) {
        takeWheel();
        try {
            kernel.checkOpen();
            checkNotFailed();
            if (Thread.interrupted()) {
                noteInterrupt();
            } else {
                kernel.start(goal.get());
                watchdog().begin();
                SimulatedProcess first = kernel.next();
                if (first != null) {
                    driveUntilGivenBack(first);
                }
                watchdog().end();
                realTime.news().forEach(blocking -> LOG.warn("{}", blocking));
            }
            throwFailure();
        } finally {
            releaseWheel();
        }
        return kernel.goal();
    }

    private void checkNotFailed() {
        if (failed != null) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IllegalStateException("the simulation has failed and can only be closed: " + cause, cause);
        }
    }

    private void throwFailure() {
        Failure failure = verdict != null ? verdict : kernel.failure();
        if (lost != null) {
            failure = new Failure(
                    lost,
                    () -> kernel.failures.failed(
                            "the process that was running", "?", kernel.instant(), Objects.requireNonNull(lost)));
        }
        if (failure != null && !(interrupted && failure.cause() instanceof InterruptedException)) {
            throw fail(failure.exception().get());
        }
        if (interrupted) {
            var end = kernel.failures.interrupted();
            throw leftBehind ? fail(end) : end;
        }
    }

    private SimulationException fail(SimulationException exception) {
        failed = exception;
        return exception;
    }

    private void driveUntilGivenBack(SimulatedProcess first) {
        SimulatedProcess next = first;
        while (next != null) {
            kernel.give(thread(), next);
            thread().awaitBaton(
                            kernel.baton(), watchdog().sampleInterval(), this::noteInterrupt, this::lookAfterTheHolder);
            next = afterLeaving();
            if (next == null) {
                next = afterBurial();
            }
        }
    }

    // ---- threads whose end can be seen ----

    /**
     * Has the next process go on only when a thread is seen to have ended, since anybody may ask that: in a simulation,
     * the answer must not depend on how quick the thread is. Called by the process that ends, which gives the baton
     * back.
     */
    void bury(SimulatedProcess ending) {
        buried = ending;
    }

    /** The process that goes on after the end of a thread; null if the baton was given back for another reason. */
    private @Nullable SimulatedProcess afterBurial() {
        SimulatedProcess ending = buried;
        buried = null;
        while (ending != null) {
            try {
                ending.awaitEnd();
                return kernel.isClosing() ? null : kernel.next();
            } catch (InterruptedException e) {
                noteInterrupt();
            }
        }
        return null;
    }

    // ---- threads that have left ----

    /** A process whose thread has left its carrier in a wait that only the JVM sees. */
    private record Leave(SimulatedProcess process, WaitReason why, Runnable goOn) {}

    /** Goes on in the place of a process that has its turn and whose thread has left. May be called from any thread. */
    void leave(SimulatedProcess process, WaitReason why, Runnable goOn) {
        leave = new Leave(process, why, goOn);
        if (kernel.baton().pass(process, thread())) {
            thread().resume();
        }
    }

    /** The process that goes on instead; null if none has left, or the run is over. */
    private @Nullable SimulatedProcess afterLeaving() {
        Leave noted = leave;
        if (noted == null) {
            return null;
        }
        leave = null;
        noted.process.left(noted.why, noted.goOn);
        if (!kernel.isClosing()) {
            return kernel.next();
        }
        kernel.alive().remove(noted.process);
        if (noted.process.leavesOnceMore()) {
            kernel.alive().add(noted.process); // after the others: one of them may have what it waits for
        } else {
            noted.process.giveUp();
            leaveBehind(noted.process.thread());
        }
        return null;
    }

    private Watchdog watchdog() {
        if (watchdog == null) {
            watchdog = new Watchdog(kernel, realTime);
        }
        return watchdog;
    }

    // ---- looking after the process that has the baton ----

    private void noteInterrupt() {
        interrupted = true;
        stopped = true;
    }

    private void lookAfterTheHolder() {
        kernel.carrier().checkProgress();
        SimulatedProcess holder = kernel.baton().process();
        if (holder == null) {
            return;
        }
        if (!stopped) {
            watchdog().sample(holder);
        }
        if (!watchdog().isDue()) {
            return;
        }
        if (kernel.isClosing() && holder != unwound) {
            beginAnew(holder);
        }
        if (stopped) {
            holder.interruptThread(); // it has not come to an end by itself: probably it waits outside the simulation
        }
        // Once it is seen to have ended, so is what it wrote: whether it had passed the baton on before.
        if (holder.thread().getState() == Thread.State.TERMINATED) {
            takeBaton(
                    holder,
                    () -> lost = new IllegalStateException(
                            "its thread '" + holder.thread().getName() + "' died without passing on the baton"));
        } else {
            watch(watchdog(), holder);
        }
    }

    private void watch(Watchdog dog, SimulatedProcess holder) {
        if (!stopped) {
            verdict = dog.look(holder);
            stopped = verdict != null;
        } else if (dog.hasBeenPatient()) {
            takeBaton(holder, () -> leaveBehind(holder.thread()));
        }
    }

    private void leaveBehind(Thread holder) {
        leftBehind = true;
        LOG.warn(
                "thread '{}' is left behind by its simulation, since it does not react to its interruption",
                holder.getName());
        CarrierShortage.leftBehind(holder);
    }

    private void takeBaton(SimulatedProcess holder, Runnable then) {
        if (kernel.takeFrom(holder)) {
            then.run();
        }
    }

    // ---- the wheel ----

    private void takeWheel() {
        if (kernel.baton().isHeldByCaller()) {
            throw new IllegalStateException("a simulation cannot be run or closed from inside: "
                    + "do it on the thread that drives it, after the run");
        }
        if (!wheel.compareAndSet(null, Thread.currentThread())) {
            Thread other = wheel.get();
            throw new IllegalStateException("the simulation is being driven by "
                    + (other == null ? "another thread" : "thread '" + other.getName() + "'")
                    + ": drive and close it from one thread, one call after the other");
        }
        thread = new DrivingThread();
        kernel.take(thread);
        stopped = false;
        interrupted = false;
    }

    private void releaseWheel() {
        kernel.release();
        thread = null;
        wheel.set(null);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the end ----

    /**
     * Unwinds every process that is left, in order of creation. Each passes the baton to the next one itself; the
     * driver goes on instead of a process only if that gets stuck.
     */
    public void close() {
        if (kernel.isClosed()) {
            return;
        }
        takeWheel();
        interrupted = Thread.interrupted();
        try {
            kernel.beginClosing();
            List<SimulatedProcess> ending = started();
            for (SimulatedProcess process = nextToUnwind(); process != null; process = nextToUnwind()) {
                beginAnew(process);
                driveUntilGivenBack(process);
                stopped = false;
            }
            ending.forEach(this::awaitTermination);
            kernel.endClosing();
        } finally {
            releaseWheel();
        }
    }

    private List<SimulatedProcess> started() {
        var started = new ArrayList<SimulatedProcess>();
        for (SimulatedProcess process = kernel.alive().first(); process != null; process = process.next) {
            if (process.state() != SimProcess.State.NEW) {
                started.add(process);
            }
        }
        return started;
    }

    /**
     * The process that ends next while all are unwound; null if there is none, or the driver has to look into something
     * before.
     */
    @Nullable SimulatedProcess nextToUnwind() {
        kernel.carrier().bringIn();
        SimulatedProcess process = kernel.alive().first();
        while (process != null && process.state() == SimProcess.State.NEW) {
            process.discard();
            kernel.alive().remove(process);
            process = kernel.alive().first();
        }
        if (process == null || stopped) {
            return null;
        }
        process.unwind();
        return process;
    }

    /** Each process that is unwound has all the time to itself. */
    private void beginAnew(SimulatedProcess next) {
        verdict = null;
        stopped = false;
        unwound = next;
        watchdog().beginAnew();
    }

    /** Waits for the thread of a process that has given the baton away, and has only a few instructions left. */
    private void awaitTermination(SimulatedProcess process) {
        while (!process.isGivenUp()) {
            try {
                process.thread().join();
                return;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
