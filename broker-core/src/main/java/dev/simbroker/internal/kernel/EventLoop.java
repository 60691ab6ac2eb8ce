package dev.simbroker.internal.kernel;

import dev.simbroker.internal.schedule.Choices;
import dev.simbroker.time.ReplayDivergedException;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.TimeLimitException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a simulation: it decides whose turn it is, when the clock moves, and when a run is over. It knows nothing
 * of threads; only the holder of the baton comes here.
 *
 * <b>Where to read.</b> {@link #search} is the loop. Which of the candidates goes is decided by the {@link Agenda}; the
 * clock moves only when there are none.
 */
public abstract sealed class EventLoop permits Kernel {

    /** For how long only background processes may run before a body that waits counts as deadlocked. */
    private static final long PATIENCE = TimeUnit.DAYS.toNanos(1); // a simulated day

    private static final AtomicLongFieldUpdater<EventLoop> NOW =
            AtomicLongFieldUpdater.newUpdater(EventLoop.class, "now");

    final Choices choices;

    /** The processes that have not ended, in order of creation. */
    final ProcessList alive = new ProcessList();

    final Reports reports = new Reports(alive);
    final FailureReports failures = new FailureReports(this, reports);
    final QuiescenceWaiters idlers = new QuiescenceWaiters();

    private final Instant start;
    private final Limits limits;
    private final Agenda agenda;
    /** The same agenda, if operations are points at which another process may go first. */
    private final @Nullable ChosenAgenda preempting;

    /** How many of the ready processes and timers keep a run alive. */
    private int foreground;

    /** When something in the foreground last had its turn. */
    private long lastForeground;

    /**
     * Written by the holder of the baton; volatile so that clocks may be read from any thread. A clock elsewhere need
     * not be up to date at once, and the next holder of the baton sees everything that the last one wrote, so moving
     * the clock needs no barrier: {@code lazySet}.
     */
    private volatile long now;

    /** The turns of processes and timers. */
    private long turns;
    /** How many of them were over before this instant began. */
    private long turnsBefore;
    /** The operations at this instant of which the loop was told, and those of which it did not want to know. */
    private long operations;
    /** How many turns, and how many operations, of one instant are beyond suspicion. */
    private final long innocent;
    /** Who took the steps that are not; null as long as there are none at this instant. */
    private @Nullable StepTally tally;

    private RunGoal goal = RunGoal.QUIESCENCE;
    private @Nullable Failure failure;
    private boolean closing;

    EventLoop(SimulationSettings settings) {
        this.start = settings.start();
        this.limits = settings.limits();
        this.innocent = Math.max(0, limits.steps() - StepTally.COUNTED);
        this.choices = new Choices(settings.seed(), settings.start(), settings.strategy(), settings.replay());
        this.preempting = choices.preempt() ? new ChosenAgenda(choices) : null;
        this.agenda = preempting != null ? preempting : new FifoAgenda();
    }

    /** What others add to the report of a failure. */
    abstract List<String> report();

    /** Whether the driver wants the run to end; asked at every step. */
    abstract boolean isStopped();

    /** Makes ready whatever has come from outside the simulation. */
    abstract void bringIn();

    // ---- the clock ----

    public long now() {
        return now;
    }

    public Instant instant() {
        return instant(now);
    }

    public Instant instant(long time) {
        return start.plusNanos(time);
    }

    public long deadlineAfter(long timeout) {
        return timeout >= Scheduler.FOREVER - now ? Scheduler.FOREVER : now + Math.max(timeout, 0);
    }

    void moveClockTo(long time) {
        beginInstant();
        NOW.lazySet(this, time);
    }

    // ---- the candidates ----

    void addReady(SimulatedProcess process) {
        agenda.addReady(process);
        foreground += process.isBackground() ? 0 : 1;
    }

    void addTimer(TimerEntry entry, long time) {
        agenda.addTimer(entry, Math.max(time, now), now);
        foreground += entry.isBackground() ? 0 : 1;
    }

    boolean removeTimer(TimerEntry entry) {
        if (!entry.isQueued()) {
            return false;
        }
        agenda.removeTimer(entry);
        foreground -= entry.isBackground() ? 0 : 1;
        return true;
    }

    /** Whether anything is due later. */
    public boolean hasTimers() {
        return agenda.hasTimers();
    }

    /** Whether operations are points at which another process may go first. */
    boolean isPreempting() {
        return preempting != null;
    }

    /**
     * Adds the running process, which has come to such a point, to the candidates.
     *
     * @return whether there are others, so that it has to await its turn
     */
    boolean addRunning(SimulatedProcess process) {
        if (preempting == null || preempting.isEmpty()) {
            return false;
        }
        foreground += process.isBackground() ? 0 : 1;
        preempting.addRunning(process);
        return true;
    }

    // ---- the loop ----

    /** The process whose turn it is, after moving the clock as far as needed; null to end the run. */
    final @Nullable SimulatedProcess search() {
        RunGoal until = goal;
        while (!isOver(until)) {
            bringIn();
            SimulatedProcess process = agenda.pollReady();
            if (process != null) {
                step(process);
                return failure == null ? process : null;
            }
            if (agenda.isInstantOver(now)) {
                if (!idlers.isEmpty() && idlers.wakeOne(now, foreground == 0, !agenda.hasTimers())) {
                    continue;
                }
                if (!mayMoveClock(until)) {
                    return null;
                }
                moveClockTo(agenda.earliest());
                choices.add(now);
            }
            TimerEntry timer = agenda.pollTimer();
            step(timer);
            if (failure != null) {
                return null;
            }
            if (timer instanceof SimulatedProcess waiting && !agenda.hasReady()) {
                // it would be the only one that is ready
                waiting.awaken();
                note(waiting);
                return failure == null ? waiting : null;
            }
            timer.fire();
        }
        return null;
    }

    private boolean isOver(RunGoal until) {
        return closing
                || failure != null
                || isStopped()
                || (until.foregroundOnly() && foreground == 0 && !idlers.keepRunAlive())
                || (until.body() != null && until.body().hasDone());
    }

    private boolean mayMoveClock(RunGoal until) {
        if (!agenda.hasTimers() || agenda.earliest() > until.limit() || isOnlyBackgroundForTooLong(until)) {
            return false;
        }
        if (agenda.earliest() > limits.time()) {
            fail(new Failure(null, this::timeLimitExceeded));
            return false;
        }
        return true;
    }

    TimeLimitException timeLimitExceeded() {
        return failures.timeLimit(Duration.ofNanos(limits.time()));
    }

    /** Whether a body waits and only background processes have done anything for longer than anybody has patience. */
    private boolean isOnlyBackgroundForTooLong(RunGoal until) {
        return until.body() != null && foreground == 0 && now - lastForeground > PATIENCE;
    }

    /** Notes the turn of an entry that was among the candidates. */
    private void step(TimerEntry entry) {
        if (!entry.isBackground()) {
            foreground--;
            lastForeground = now;
        }
        note(entry);
    }

    /** Notes an event of the run. */
    private void note(TimerEntry entry) {
        turns++;
        choices.add(entry.id());
        if (turns - turnsBefore > innocent) {
            suspect(entry instanceof SimulatedProcess process ? process : null, turns - turnsBefore);
        }
        if (choices.hasDiverged()) {
            failDiverged(Choices.DIVERGED);
        }
    }

    // ---- limits ----

    Limits limits() {
        return limits;
    }

    long turns() {
        return turns;
    }

    /** Begins to count anew: the clock has moved, or another run begins. */
    final void beginInstant() {
        turnsBefore = turns;
        operations = ignoreOperations(innocent);
        tally = null;
    }

    /**
     * Has this loop not told of the next operations, which are beyond suspicion.
     *
     * @return how many of them are ignored: none, if it wants to know of each for other reasons
     */
    abstract long ignoreOperations(long count);

    /** Counts an operation that was not ignored; false if it is one too many. */
    boolean countOperation(SimulatedProcess process) {
        operations++;
        return operations <= innocent || suspect(process, operations);
    }

    /**
     * Counts a step of an instant that lasts suspiciously long.
     *
     * @param process whose step it was; null if a timer's
     * @param steps how many of this kind there were
     * @return false if it is one too many
     */
    private boolean suspect(@Nullable SimulatedProcess process, long steps) {
        StepTally counted = tally == null ? new StepTally() : tally;
        tally = counted;
        counted.add(process);
        if (steps <= limits.steps()) {
            return true;
        }
        fail(new Failure(null, () -> failures.livelock(limits.steps(), counted)));
        return false;
    }

    // ---- runs, and their end ----

    void start(RunGoal newGoal) {
        goal = newGoal;
        beginInstant();
        lastForeground = now;
    }

    RunGoal goal() {
        return goal;
    }

    /** Ends the run, unless it is ending already. */
    void fail(Failure reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    void failDiverged(String how) {
        fail(new Failure(null, () -> new ReplayDivergedException(how, replay(), null)));
    }

    @Nullable Failure failure() {
        return failure;
    }

    public String replay() {
        return choices.replay().toString();
    }

    /**
     * Checks that a run that was to be repeated has been.
     *
     * @throws ReplayDivergedException if it has not come as far
     */
    public void checkReplayed() {
        String shortfall = choices.shortfall();
        if (shortfall != null) {
            throw new ReplayDivergedException(shortfall, replay(), null);
        }
    }

    boolean isClosing() {
        return closing;
    }

    void beginClosing() {
        closing = true;
    }

    void endClosing() {
        agenda.clear();
    }
}
