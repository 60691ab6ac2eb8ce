package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.UnwindError;
import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Coroutine;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A process of a {@link Simulation}. It is its own timer, its own waiter and the reason of its own sleep, since a
 * process waits for one thing at a time: a sleep allocates nothing. Its fields belong to the holder of the baton,
 * except where said otherwise.
 */
public final class SimulatedProcess extends TimerEntry
        implements SimProcess, CarriedProcess, BatonHolder, Waiter, WaitReason {

    /**
     * How many operations on queues and brokers a process that is to end may still do: enough to clean up, and not
     * without end.
     */
    private static final int LAST_OPERATIONS = 100_000;

    /** How often a process that is unwound may wait in a way that the simulation does not see. */
    private static final int LAST_LEAVES = 100;

    /** Its neighbours in the list of processes that are alive. */
    @Nullable SimulatedProcess previous;

    @Nullable SimulatedProcess next;

    private final Kernel kernel;
    /** Its number in order of creation. */
    private final long number;

    private final String name;
    private final boolean background;
    private final ProcessBody body;
    private final Coroutine coroutine;
    private final Thread thread;

    private State state = State.NEW;
    private @Nullable WaitReason reason;
    private long since;
    /** For how long it sleeps, or slept last. */
    private Duration nap = Duration.ZERO;

    private List<Waiter> joiners = List.of();
    /** An interrupt that came while this process was not running; it turns into the thread's status when it runs. */
    private boolean interruptPending;

    /** Whether the last wait ended by {@link #wake} or its deadline, not by an interrupt. */
    private boolean woken;

    /** Whether it waits for its turn in the middle of something else, so that a wake comes in advance. */
    private boolean interposed;

    /** Whether it was woken in advance. */
    private boolean permit;

    /** Whether the baton was taken from it for good. Written by the thread that drives. */
    private volatile boolean givenUp;

    /** Whether it has done what it was to do in this run, and waits for more. */
    private boolean resting;

    /** Has its thread go on, which has left its carrier while the process waits; null if it has not. */
    private @Nullable Runnable goOn;

    private boolean everInterrupted;
    private boolean unwinding;
    private int lastOperations;
    private int lastLeaves;

    SimulatedProcess(
            Kernel kernel,
            String name,
            ProcessBody body,
            boolean background,
            long number,
            Function<CarriedProcess, Coroutine> coroutine) {
        this.background = background;
        this.kernel = kernel;
        this.number = number;
        this.name = name;
        this.body = body;
        this.coroutine = coroutine.apply(this);
        this.thread = this.coroutine.thread();
    }

    void begin() {
        coroutine.begin();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    boolean isBackground() {
        return background;
    }

    @Override
    long id() {
        return 2 * number;
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public SimulatedProcess process() {
        return this;
    }

    boolean isTerminated() {
        return state == State.TERMINATED;
    }

    // ---- waiting and waking ----

    /** Sleeps until {@code deadline}, which is {@code duration} from now. Only for the process that runs. */
    public void sleep(Duration duration, long deadline) throws InterruptedException {
        nap = duration;
        do {
            kernel.checkMayWaitHere(this);
            waitFor(this, kernel.now(), deadline);
        } while (kernel.now() < deadline);
    }

    @Override
    public String describe() {
        return "the end of a sleep of " + nap;
    }

    @Override
    public void await(WaitReason why, long deadline) throws InterruptedException {
        kernel.checkMayWait(this);
        long began = why.since();
        waitFor(why, began < 0 ? kernel.now() : began, deadline);
    }

    private void waitFor(WaitReason why, long began, long deadline) throws InterruptedException {
        if (Thread.interrupted() || unwinding) {
            interruptPending = false;
            throw new InterruptedException();
        }
        if (permit) {
            permit = false;
            return;
        }
        kernel.waits(why, deadline);
        reason = why;
        since = began;
        state = State.WAITING;
        if (deadline != Scheduler.FOREVER) {
            kernel.addTimer(this, deadline);
        }
        awaitTurn();
        reason = null;
        if (interruptPending) {
            interruptPending = false;
            if (unwinding || !woken) {
                throw new InterruptedException();
            }
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wake() {
        kernel.checkAccess();
        if (state == State.WAITING) {
            woken = true;
            kernel.removeTimer(this);
            becomeReady();
        } else if (interposed) {
            permit = true;
        }
    }

    /**
     * Lets another process go first, if that is the schedule's choice. The kernel has noted that this one could go on.
     */
    void offerTurn() {
        state = State.READY;
        interposed = true;
        awaitTurn();
        interposed = false;
        if (interruptPending && !unwinding) {
            interruptPending = false;
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until {@link #endRest}, which an interrupt does not end, as that was meant for what is over.
     *
     * @throws InterruptedException if the process is to end
     */
    void rest(WaitReason why) throws InterruptedException {
        resting = true;
        while (resting) {
            try {
                await(why, Scheduler.FOREVER);
            } catch (InterruptedException e) {
                if (unwinding) {
                    throw e;
                }
            }
        }
    }

    void endRest() {
        resting = false;
        wake();
    }

    /** Whether it has ended, or has done what it was to do in this run. */
    boolean hasDone() {
        return resting || isTerminated();
    }

    /** Ends the wait because its deadline has come. */
    @Override
    void fire() {
        awaken();
        kernel.addReady(this);
    }

    /** Does the same if it is this one's turn already. */
    void awaken() {
        woken = true;
        state = State.READY;
    }

    @Override
    public void interrupt() {
        kernel.checkAccess();
        kernel.passPoint();
        if (isTerminated()) {
            return;
        }
        everInterrupted = true;
        if (state == State.RUNNING) {
            thread.interrupt();
            return;
        }
        if (isAway()) {
            coroutine.interrupt();
            return;
        }
        interruptPending = true;
        if (state == State.WAITING) {
            woken = false;
            kernel.removeTimer(this);
            becomeReady();
        }
    }

    private void becomeReady() {
        state = State.READY;
        kernel.addReady(this);
    }

    /** Lets the next process go on, and returns when it is this one's turn. */
    private void awaitTurn() {
        boolean interrupted = thread.isInterrupted();
        kernel.passBaton(this);
        suspend();
        if (!interrupted && thread.isInterrupted()) {
            kernel.interruptedPastMe(this);
        }
        state = State.RUNNING;
        kernel.turned(this);
    }

    // ---- being carried ----

    /** Suspends it until it has its turn. Reports know a process that waits for its turn by the name of this method. */
    private void suspend() {
        coroutine.suspend();
    }

    static boolean isSuspension(StackTraceElement frame) {
        return frame.getMethodName().equals("suspend") && frame.getClassName().equals(SimulatedProcess.class.getName());
    }

    /** Whether that frame is the one that has called the body. */
    static boolean isStartOfBody(StackTraceElement frame) {
        return frame.getMethodName().equals("runToItsEnd")
                && frame.getClassName().equals(SimulatedProcess.class.getName());
    }

    @Override
    public boolean hasTurn() {
        if (kernel.baton().isHeldBy(this)) {
            return true;
        }
        if (givenUp) {
            throw new UnwindError(name);
        }
        return false;
    }

    @Override
    public void resume() {
        Runnable back = goOn;
        if (back == null) {
            coroutine.resume();
        } else {
            goOn = null;
            reason = null;
            state = State.RUNNING;
            kernel.turned(this);
            back.run();
        }
    }

    @Override
    public void leave(WaitReason why, Runnable back) {
        kernel.driver().leave(this, why, back);
    }

    /** Notes what it waits for where its thread has left. Called by the thread that drives, in its place. */
    void left(WaitReason why, Runnable back) {
        goOn = back;
        reason = why;
        since = kernel.now();
        state = State.WAITING;
        kernel.waits(why, Scheduler.FOREVER);
    }

    /** Whether it may wait like that again while it is unwound. Processes that have each other's monitors never end. */
    boolean leavesOnceMore() {
        return ++lastLeaves <= LAST_LEAVES;
    }

    /** Whether its thread waits for something that the simulation does not see. */
    boolean isAway() {
        return goOn != null && state == State.WAITING;
    }

    /** Interrupts its thread, whatever it is about. */
    void interruptThread() {
        coroutine.interrupt();
    }

    /** Since when it is known to be parked outside the simulation, in real time. May be called from any thread. */
    OptionalLong parkedOutsideSince() {
        return coroutine.parkedOutsideSince();
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Ends it where it is suspended without having noticed that it held the baton, which was taken from it. */
    void giveUp() {
        givenUp = true;
        coroutine.giveUp();
    }

    // ---- the end ----

    @Override
    public void join() throws InterruptedException {
        joinUntil(Scheduler.FOREVER);
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        return joinUntil(kernel.deadlineAfter(Durations.nanos("timeout", timeout)));
    }

    private boolean joinUntil(long deadline) throws InterruptedException {
        kernel.checkAccess();
        if (isTerminated()) {
            return true;
        }
        Waiter waiter = kernel.currentWaiter();
        if (joiners.isEmpty()) {
            joiners = new ArrayList<>(1);
        }
        joiners.add(waiter);
        try {
            while (!isTerminated() && kernel.now() < deadline) {
                waiter.await(new End(), deadline);
            }
        } finally {
            joiners.remove(waiter);
        }
        return isTerminated();
    }

    /** The wait of a process that joins this one. */
    private final class End implements WaitReason {

        @Override
        public String describe() {
            return "the end of process '" + name + "'";
        }

        @Override
        public SimProcess holder() {
            return SimulatedProcess.this;
        }
    }

    /** Runs the process from its start to its end. */
    @Override
    public void run() {
        try {
            finish(runToItsEnd());
        } catch (Throwable e) {
            kernel.abandon(this, e);
        }
    }

    /** Runs the body and answers what it failed with, if it did. */
    private @Nullable Throwable runToItsEnd() {
        try {
            suspend(); // it may have lost its first turn before it began
            if (interruptPending) {
                interruptPending = false;
                Thread.currentThread().interrupt();
            }
            state = State.RUNNING;
            kernel.started(this);
            body.run();
            return null;
        } catch (InterruptedException e) {
            return everInterrupted || unwinding ? null : e;
        } catch (UnwindError e) {
            return null; // it had to be forced to end
        } catch (Throwable e) {
            return e;
        }
    }

    private void finish(@Nullable Throwable failure) {
        Thread.interrupted();
        if (kernel.hasGivenUp(this, failure)) {
            return;
        }
        state = State.TERMINATED;
        List.copyOf(joiners).forEach(Waiter::wake);
        kernel.ended(this, failure);
    }

    /** Ends a process that never ran. */
    void discard() {
        state = State.TERMINATED;
        if (hasThreadOfItsOwn()) { // which waits for its first turn
            giveUp();
        }
    }

    /** Whether it runs on a thread that is somebody else's too, and not merely its carrier. */
    boolean hasThreadOfItsOwn() {
        return coroutine.hasThreadOfItsOwn();
    }

    /** Waits, in real time, until nothing is left of its thread. */
    void awaitEnd() throws InterruptedException {
        coroutine.awaitEnd();
    }

    /** How its thread stands while it waits or is ready; of one that runs or ends, only the thread itself knows. */
    @Override
    public Optional<Thread.State> threadState() {
        return switch (state) {
            case NEW, READY -> Optional.of(Thread.State.RUNNABLE);
            case WAITING -> Optional.of(isQueued() ? Thread.State.TIMED_WAITING : Thread.State.WAITING);
            case RUNNING, TERMINATED -> Optional.empty();
        };
    }

    /** Prepares a started process for its last turn: the wait it is in, and any later one, ends at once. */
    void unwind() {
        if (isAway()) {
            coroutine.interrupt();
        }
        kernel.removeTimer(this);
        unwinding = true;
        interruptPending = true;
    }

    /** Ends a process that neither waits nor ends, but goes on operating. */
    void operateWhileUnwinding() {
        if (++lastOperations > LAST_OPERATIONS) {
            throw new UnwindError(name);
        }
    }

    // ---- reports ----

    @Override
    public boolean isInterruptPending() {
        return interruptPending;
    }

    /** Whether its thread was interrupted while it waits, and not by its simulation. */
    boolean isInterruptedPastMe() {
        return state == State.WAITING && !interruptPending && coroutine.isInterrupted();
    }

    /** What it waits for, since when and at which line. */
    String waitInWords() {
        WaitReason why = reason;
        return (why == null ? "its turn" : why.describe() + " since " + kernel.instant(since))
                + CallSite.of(thread).map(frame -> " at " + frame).orElse("");
    }

    /** The process that alone could end the wait that this one is in. */
    @Nullable SimProcess awaited() {
        WaitReason why = reason;
        return state == State.WAITING && why != null ? why.holder() : null;
    }

    /** The wait of this process and its place in the code; its turn, if it waits for nothing else. */
    BlockedProcess report() {
        WaitReason why = state == State.WAITING ? reason : null;
        return new BlockedProcess(
                name,
                background,
                why == null ? "its turn" : why.describe(),
                Optional.ofNullable(awaited()).map(SimProcess::name),
                kernel.instant(why == null ? kernel.now() : since),
                CallSite.of(thread));
    }

    @Override
    public String toString() {
        return "process '" + name + "' (" + state + ")";
    }
}
