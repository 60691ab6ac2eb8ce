package dev.simbroker.time;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of a simulation: who runs next, and when the clock moves.
 *
 * <p><b>The baton.</b> One thread at a time holds the baton: the running process, or the thread that drives the run. All
 * state here is touched by the holder alone and needs no lock; handing the baton over ({@link Coroutine}) orders the
 * accesses. There is no kernel thread: a process that blocks executes {@link #next} itself and resumes whoever that is,
 * which is one thread switch per step where a kernel thread in between would cost two, and none at all where the process is
 * itself the next.
 *
 * <p><b>The order.</b> Processes that can run do so first come, first served. Only when none can, the earliest timer fires, one
 * at a time, and what it made ready runs before the next timer, even one of the same instant.
 */
final class Kernel {

    private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);

    /** For how long only background processes may run before a body that waits counts as deadlocked: a day. */
    private static final long PATIENCE = TimeUnit.DAYS.toNanos(1);

    private final long seed;
    private final Instant start;
    private final SimulatedRandom random;

    private final ArrayDeque<SimulatedProcess> ready = new ArrayDeque<>();
    private final TimerQueue timers = new TimerQueue();
    /** How many of the ready processes and timers keep a run alive. */
    private int foreground;

    /** When something in the foreground last had its turn. */
    private long lastForeground;

    /** Written by the holder of the baton; volatile so that clocks may be read from any thread. */
    private volatile long now;

    /** The processes that have not ended, in order of creation. */
    private final ProcessList alive = new ProcessList();

    /** The thread that holds the baton; null between runs. Volatile so that strangers learn that it is not they. */
    private volatile @Nullable Thread owner;

    private @Nullable SimulatedProcess running;
    private boolean inTask;
    /** Whether what the holder of the baton starts is background too. */
    private boolean inBackground;

    private final AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    private @Nullable Coroutine driving;
    private volatile boolean interrupted;
    private Goal goal = Goal.QUIESCENCE;
    private @Nullable Failure failure;
    /** What a process could not even report as its failure. */
    private @Nullable Throwable lost;

    private boolean closing;
    private volatile boolean closed;

    Kernel(long seed, Instant start) {
        this.seed = seed;
        this.start = start;
        this.random = new SimulatedRandom(this, seed);
    }

    long now() {
        return now;
    }

    Instant instant(long time) {
        return start.plusNanos(time);
    }

    long deadlineAfter(long timeout) {
        return timeout >= Scheduler.FOREVER - now ? Scheduler.FOREVER : now + timeout;
    }

    SimulatedRandom random() {
        return random;
    }

    // ---- processes and timers: called by the holder of the baton, or by anyone between runs ----

    SimulatedProcess spawn(String name, ProcessBody body, boolean background) {
        return spawn(name, body, background, null);
    }

    /** A process that {@code carrier} will carry; a new virtual thread if that is null. */
    SimulatedProcess spawn(String name, ProcessBody body, boolean background, @Nullable ProcessThread carrier) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a process's name must not be blank: '" + name + "'");
        }
        checkAccess();
        checkOpen();
        if (closing) {
            throw new IllegalStateException("cannot spawn process '" + name + "': the simulation is closing");
        }
        var process = new SimulatedProcess(this, name, body, background || inBackground, carrier);
        alive.add(process);
        addReady(process);
        return process;
    }

    TaskTimer schedule(long delay, Runnable task, boolean background) {
        checkAccess();
        checkOpen();
        var timer = new TaskTimer(this, task, background || inBackground);
        long deadline = deadlineAfter(delay);
        if (!closing && deadline != Scheduler.FOREVER) {
            addTimer(timer, deadline);
        }
        return timer;
    }

    void addReady(SimulatedProcess process) {
        ready.add(process);
        foreground += process.background ? 0 : 1;
    }

    void addTimer(TimerEntry entry, long time) {
        timers.add(entry, Math.max(time, now));
        foreground += entry.background ? 0 : 1;
    }

    boolean removeTimer(TimerEntry entry) {
        if (!entry.isQueued()) {
            return false;
        }
        timers.remove(entry);
        foreground -= entry.background ? 0 : 1;
        return true;
    }

    void runTask(TaskTimer timer, Runnable task) {
        inTask = true;
        inBackground = timer.background;
        try {
            task.run();
        } catch (Throwable e) {
            failure = new Failure("a timer's task", "timer", now, e);
        } finally {
            inTask = false;
            inBackground = false;
        }
    }

    boolean canWait() {
        return owner == Thread.currentThread() && running != null && !inTask;
    }

    SimulatedProcess currentWaiter() {
        checkOpen();
        boolean holder = owner == Thread.currentThread();
        if (holder && inTask) {
            throw new IllegalStateException("a timer's task must not wait: spawn a process for it");
        }
        SimulatedProcess current = running;
        if (!holder || current == null) {
            throw new IllegalStateException("thread '" + Thread.currentThread().getName()
                    + "' cannot wait in simulated time, because it is not a process of the simulation: "
                    + "use run(body), or spawn a process for what waits");
        }
        return current;
    }

    /** Refuses threads that have no business in this simulation while it runs. */
    void checkAccess() {
        Thread holder = owner;
        if (holder != null && holder != Thread.currentThread()) {
            throw new IllegalStateException("thread '" + Thread.currentThread().getName()
                    + "' is not a process of the simulation, which is running: only its own processes may use it now; "
                    + "spawn a process instead of starting a thread");
        }
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the simulation is closed: create a new one");
        }
    }

    // ---- the baton ----

    void checkMayWait(SimulatedProcess process) {
        if (currentWaiter() != process) {
            throw new IllegalStateException(process + " can wait only for itself");
        }
        if (closing) {
            throw new UnwindError(process.name());
        }
    }

    /** Called by a process that has noted what it waits for; returns when it is its turn again. */
    void yieldBaton(SimulatedProcess process) {
        SimulatedProcess next = next();
        if (next == process) {
            running(process);
        } else {
            give(next);
            process.coroutine().suspend();
        }
    }

    void ended(SimulatedProcess process, @Nullable Throwable cause) {
        alive.remove(process);
        if (cause != null && closing) {
            LOG.debug("process '{}' failed while its simulation closed", process.name(), cause);
        } else if (cause != null) {
            failure = new Failure("process '" + process.name() + "'", process.name(), now, cause);
        }
        give(next());
    }

    /** The process whose turn it is, after moving the clock as far as need be; null to end the run. */
    private @Nullable SimulatedProcess next() {
        Goal until = goal;
        while (!isOver(until)) {
            SimulatedProcess process = ready.poll();
            if (process != null) {
                foreground(process);
                return process;
            }
            if (timers.isEmpty() || timers.earliest() > until.limit() || isOnlyBackgroundForTooLong(until)) {
                return null;
            }
            fireEarliest();
        }
        return null;
    }

    /** Whether a body waits, and for longer than anybody's patience only background processes have done anything. */
    private boolean isOnlyBackgroundForTooLong(Goal until) {
        return until.body() != null && foreground == 0 && now - lastForeground > PATIENCE;
    }

    private void fireEarliest() {
        long time = timers.earliest();
        if (time != now) {
            now = time;
        }
        TimerEntry entry = timers.poll();
        foreground(entry);
        entry.fire();
    }

    /** Notes whose turn it is. */
    private void foreground(TimerEntry entry) {
        if (!entry.background) {
            foreground--;
            lastForeground = now;
        }
    }

    private boolean isOver(Goal until) {
        return closing
                || failure != null
                || isDriverInterrupted()
                || (until.foregroundOnly() && foreground == 0)
                || (until.body() != null && until.body().isTerminated());
    }

    /** A driving thread that waits notes an interrupt at once; one that runs tasks itself has to look. */
    private boolean isDriverInterrupted() {
        if (running == null && Thread.interrupted()) {
            interrupted = true;
        }
        return interrupted;
    }

    private void give(@Nullable SimulatedProcess process) {
        if (process == null) {
            Coroutine back = Objects.requireNonNull(driving, "a process runs without being driven");
            running = null;
            inBackground = false;
            owner = back.thread();
            back.resume();
        } else {
            running(process);
            owner = process.coroutine().thread();
            process.coroutine().resume();
        }
    }

    private void running(SimulatedProcess process) {
        running = process;
        inBackground = process.background;
        process.becomeRunning();
    }

    // ---- driving from outside ----

    void runToQuiescence() {
        drive(() -> Goal.QUIESCENCE);
    }

    void runTo(long limit) {
        drive(() -> new Goal(limit, null, false));
        if (limit != Scheduler.FOREVER) {
            now = limit;
        }
    }

    void runBody(String name, ProcessBody body) {
        Goal until = drive(() -> new Goal(Scheduler.FOREVER, spawn(name, body, false), false));
        if (until.awaitsBody()) {
            var blocked = blocked();
            failure = new Failure("", name, now, new IllegalStateException("it was deadlocked"));
            throw new DeadlockException(name, instant(now), !timers.isEmpty(), blocked, replay());
        }
    }

    /** Drives to the goal, which is set only once nothing can refuse the run any more. */
    private Goal drive(Supplier<Goal> until) {
        takeWheel();
        try {
            checkOpen();
            if (failure != null) {
                throw new IllegalStateException(
                        "the simulation has failed and can only be closed: " + failure.cause(), failure.cause());
            }
            interrupted = Thread.interrupted();
            if (!interrupted) {
                goal = until.get();
                lastForeground = now;
                SimulatedProcess first = next();
                if (first != null) {
                    driveUntilGivenBack(first);
                }
            }
        } finally {
            releaseWheel();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (lost != null) {
            failure = new Failure("the process that was running", "?", now, lost);
        }
        if (failure != null && !(interrupted && failure.cause() instanceof InterruptedException)) {
            throw failure.toException(this);
        }
        if (interrupted) {
            throw new RunInterruptedException(instant(now), replay());
        }
        return goal;
    }

    private void driveUntilGivenBack(SimulatedProcess first) {
        Coroutine me = Coroutine.current();
        driving = me;
        give(first);
        me.suspend(() -> interrupted = true, this::lookAfterTheHolder);
    }

    /**
     * Ends the run after something so grave, an exhausted memory for example, that the ordinary way to end it failed too. Allocates
     * nothing.
     */
    void abandon(Throwable cause) {
        lost = cause;
        give(null);
    }

    /** Called by the waiting driver now and then: the holder of the baton may be stuck or have died with it. */
    private void lookAfterTheHolder() {
        Thread holder = owner;
        Coroutine back = driving;
        if (holder == null || back == null || holder == back.thread()) {
            return;
        }
        if (interrupted) {
            Coroutine.interrupt(
                    holder); // it has not come to an end by itself: probably it waits outside the simulation
        }
        // Once it is seen to have ended, so is what it wrote: whether it had passed the baton on before.
        if (holder.getState() == Thread.State.TERMINATED && owner == holder) {
            lost = new IllegalStateException("its thread '" + holder.getName() + "' died without passing on the baton");
            running = null;
            owner = back.thread();
            back.resume();
        }
    }

    private void takeWheel() {
        if (owner == Thread.currentThread()) {
            throw new IllegalStateException(
                    "a simulation cannot be run or closed from inside: do it on the thread that drives it, after the run");
        }
        if (!driver.compareAndSet(null, Thread.currentThread())) {
            Thread other = driver.get();
            throw new IllegalStateException("the simulation is being driven by "
                    + (other == null ? "another thread" : "thread '" + other.getName() + "'")
                    + ": drive and close it from one thread, one call after the other");
        }
        owner = Thread.currentThread();
    }

    private void releaseWheel() {
        owner = null;
        driving = null;
        driver.set(null);
    }

    /** Unwinds every process that is left, in order of creation. */
    void close() {
        if (closed) {
            return;
        }
        takeWheel();
        boolean wasInterrupted = Thread.interrupted();
        try {
            closing = true;
            for (SimulatedProcess process = alive.first(); process != null; process = alive.first()) {
                unwind(process);
            }
            ready.clear();
            timers.clear();
            closed = true;
        } finally {
            releaseWheel();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void unwind(SimulatedProcess process) {
        if (process.state() == Process.State.NEW) {
            process.discard();
            alive.remove(process);
        } else {
            process.unwind();
            driveUntilGivenBack(process);
            awaitEnd(process.coroutine().thread());
        }
    }

    /** The process has given the baton back; its thread has only a few instructions left. */
    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- reports ----

    List<BlockedProcess> blocked() {
        checkAccess();
        var blocked = new ArrayList<BlockedProcess>();
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            BlockedProcess report = process.blocked();
            if (report != null) {
                blocked.add(report);
            }
        }
        return List.copyOf(blocked);
    }

    String replay() {
        return "Simulation.builder().seed(" + seed + "L).start(Instant.parse(\"" + start + "\"))";
    }
}
