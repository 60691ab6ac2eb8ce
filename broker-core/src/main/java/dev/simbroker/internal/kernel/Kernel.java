package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.Dependents;
import dev.simbroker.internal.util.DivergedError;
import dev.simbroker.internal.util.UnwindError;
import dev.simbroker.time.ExternalBlocking;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Carrier;
import dev.simbroker.time.spi.Coroutine;
import dev.simbroker.time.spi.Dependent;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.ReportSource;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.TraceEvent;
import dev.simbroker.time.spi.TraceSink;
import dev.simbroker.time.spi.WaitReason;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of a simulation: what processes may do, and how each gets its turn. The {@link EventLoop} decides whose
 * turn it is.
 *
 * <b>The baton.</b> One thread at a time holds the baton: the running process, or the thread that drives the run
 * ({@link Driver}). All state here is touched by the holder alone and needs no lock; handing the baton over orders the
 * accesses. There is no kernel thread. A process that blocks executes {@link #next} itself and resumes the process
 * whose turn it is: one thread switch per step where a kernel thread in between would cost two, and none at all where
 * the process is itself the next.
 */
public final class Kernel extends EventLoop implements SchedulerSpi {

    private static final Logger LOG = LoggerFactory.getLogger(Simulation.class);

    private final SimulatedRandom random;
    private final @Nullable TraceSink trace;

    private final long seed;
    private long spawned;

    private final Evidence evidence = new Evidence(alive, this::instant);
    private final Baton baton = new Baton(evidence.intrusions::refused);
    /** Whether the holder of the baton runs a timer's task. */
    private boolean inTask;
    /** Whether that is in the background. */
    private boolean isTaskBackground;

    private final BatonGuard guard;
    private final Carrier carrier;
    private final Function<CarriedProcess, Coroutine> coroutines;
    private final Driver driver = new Driver(this, evidence.realTime);
    private final Dependents dependents = new Dependents();
    private volatile boolean closed;

    public Kernel(SimulationSettings settings) {
        super(settings);
        this.seed = settings.seed();
        this.random = new SimulatedRandom(this, settings.seed());
        this.trace = settings.trace();
        this.guard = new BatonGuard(this, baton);
        this.carrier = settings.carrier().open(this);
        this.coroutines = carrier::coroutine;
        beginInstant();
    }

    @Override
    public long nanoTime() {
        return now();
    }

    @Override
    public Guard newGuard() {
        return guard;
    }

    public Driver driver() {
        return driver;
    }

    public Reports reports() {
        checkAccess();
        return reports;
    }

    @Override
    public void addReportSource(ReportSource source) {
        evidence.sources.add(source);
    }

    @Override
    public void removeReportSource(ReportSource source) {
        evidence.sources.remove(source);
    }

    @Override
    public List<String> report() {
        return evidence.lines(guard);
    }

    public List<ExternalBlocking> realTimeSpent() {
        return evidence.realTime.notable();
    }

    public FailureReports failures() {
        checkAccess();
        return failures;
    }

    // ---- chance ----

    public SimulatedRandom random() {
        return random;
    }

    void drawn(int bits) {
        choices.add(bits);
        trace(TraceEvent.RANDOM_BITS, bits);
    }

    @Override
    public long seed() {
        return seed;
    }

    public int choose(int count) {
        checkAccess();
        checkOpen();
        int chosen;
        try {
            chosen = choices.choose(count);
        } catch (DivergedError e) {
            failDiverged(String.valueOf(e.getMessage()));
            throw e;
        }
        choices.add(chosen);
        traceChoice(count, chosen);
        return chosen;
    }

    // ---- processes and timers: called by the holder of the baton, or by anyone between runs ----

    public SimulatedProcess spawn(String name, ProcessBody body, boolean background) {
        return spawn(name, background, body, coroutines);
    }

    @Override
    public SimulatedProcess spawn(
            String name, boolean background, ProcessBody body, Function<CarriedProcess, Coroutine> coroutine) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a process's name must not be blank: '" + name + "'");
        }
        checkAccess();
        checkOpen();
        if (isClosing()) {
            throw new IllegalStateException("cannot spawn process '" + name + "': the simulation is closing");
        }
        var process = new SimulatedProcess(this, name, body, background || inBackground(), ++spawned, coroutine);
        process.begin(); // where that fails, nothing has happened
        alive.add(process);
        addReady(process);
        trace(TraceEvent.SPAWN, process);
        return process;
    }

    @Override
    public Timer scheduleAt(long deadline, Runnable task) {
        return schedule(deadline, task, false);
    }

    @Override
    public Timer scheduleBackgroundAt(long deadline, Runnable task) {
        return schedule(deadline, task, true);
    }

    private TaskTimer schedule(long deadline, Runnable task, boolean background) {
        checkAccess();
        checkOpen();
        var timer = TaskTimer.of(this, task, background || inBackground());
        if (!isClosing() && deadline != Scheduler.FOREVER) {
            addTimer(timer, deadline);
        }
        return timer;
    }

    /** Whether what the holder of the baton starts is in the background too. */
    private boolean inBackground() {
        if (inTask) {
            return isTaskBackground;
        }
        SimulatedProcess running = baton.process();
        return running != null && running.isBackground();
    }

    void runTask(TaskTimer timer, Runnable task) {
        inTask = true;
        isTaskBackground = timer.isBackground();
        trace(TraceEvent.TIMER, timer, null, timer.sequence);
        try {
            task.run();
        } catch (Throwable e) {
            fail("a timer's task", "timer", e);
        } finally {
            if (baton.isHeldByCaller()) { // not if it was stuck, and has lost it
                inTask = false;
            }
        }
    }

    @Override
    public boolean canWait() {
        return baton.isHeldByCaller() && baton.process() != null && !inTask;
    }

    @Override
    public boolean canWake() {
        return baton.mayAccess();
    }

    @Override
    public SimulatedProcess currentWaiter() {
        checkOpen();
        BatonHolder holder = baton.holder();
        SimulatedProcess current = null;
        if (holder != null && holder.isCaller()) {
            if (inTask) {
                throw new IllegalStateException("a timer's task must not wait: spawn a process for it");
            }
            current = holder.process();
        }
        if (current == null) {
            String thread = Thread.currentThread().getName();
            throw new IllegalStateException(
                    CallSite.isInProcess()
                            ? "process '" + thread
                                    + "' cannot wait here, because it is a process of another simulation:"
                                    + " make the broker, queue or lock in the simulation of those that use it"
                            : "thread '" + thread
                                    + "' cannot wait in simulated time, because it is not a process of the simulation: "
                                    + "use run(body), or spawn a process for what waits");
        }
        return current;
    }

    /** Refuses threads that have no business in this simulation while it runs. */
    void checkAccess() {
        baton.checkAccess();
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the simulation is closed: create a new one");
        }
    }

    // ---- operations ----

    /** A point at which another process may go first, if a process comes to it. Called by any thread. */
    void passPoint() {
        guard.pass();
    }

    /** Notes an operation of the running process, before which another one may go first if the schedule wants it so. */
    void beforeOperation() {
        SimulatedProcess process = baton.process();
        if (process == null || inTask) {
            return;
        }
        if (isClosing()) {
            process.operateWhileUnwinding();
            return;
        }
        trace(TraceEvent.OPERATION, 0);
        if (!countOperation(process)) {
            throw new UnwindError(process.name());
        }
        if (addRunning(process)) {
            process.offerTurn();
        }
    }

    @Override
    long ignoreOperations(long count) {
        long ignored = isPreempting() || trace != null || isClosing() ? 0 : count;
        guard.ignore(ignored);
        return ignored;
    }

    /** A number that changes whenever the process that has its turn does something here. */
    long progress() {
        return turns() - guard.ignored();
    }

    // ---- the baton ----

    void checkMayWait(SimulatedProcess process) {
        if (currentWaiter() != process) {
            throw new IllegalStateException(process + " can wait only for itself");
        }
        checkMayWaitHere(process);
    }

    /** The same, for a process that is known to run. */
    void checkMayWaitHere(SimulatedProcess process) {
        if (guard.isInside()) {
            throw new IllegalStateException(process + " cannot wait inside an operation of a queue or broker: "
                    + "a listener, a filter or a predicate must not wait");
        }
        if (isClosing() && !process.isInterruptPending()) {
            throw new UnwindError(process.name());
        }
    }

    /**
     * Ends the run after something so grave, an exhausted memory for example, that the ordinary way to end it failed
     * too. Allocates nothing.
     */
    void abandon(SimulatedProcess process, Throwable cause) {
        if (!baton.isHeldByCaller()) {
            return;
        }
        driver.lost(cause);
        give(process, null);
    }

    /** Gives the baton to the next process, unless that is the caller, which has noted what it waits for. */
    void passBaton(SimulatedProcess process) {
        SimulatedProcess next = next();
        if (next != process) {
            give(process, next);
        }
    }

    /** Called by a process that is about to wait. */
    void waits(WaitReason reason, long deadline) {
        trace(TraceEvent.WAIT, reason, null, deadline);
    }

    /** Called by a process that has got the baton back. */
    void turned(SimulatedProcess process) {
        trace(TraceEvent.TURN, process);
    }

    /** Called by a process whose thread was interrupted while it waited, and not by this simulation. */
    void interruptedPastMe(SimulatedProcess process) {
        if (!isClosing() && !driver.isStopped(false)) {
            evidence.intrusions.interrupted(process, process.waitInWords());
        }
    }

    void started(SimulatedProcess process) {
        trace(TraceEvent.START, process);
    }

    /** Whether a process that ends was stuck, and its baton taken. */
    boolean hasGivenUp(SimulatedProcess process, @Nullable Throwable cause) {
        boolean givenUp = !baton.isHeldByCaller();
        if (givenUp) {
            LOG.debug("process '{}' ended after its simulation had given up on it", process.name(), cause);
        }
        return givenUp;
    }

    void ended(SimulatedProcess process, @Nullable Throwable cause) {
        alive.remove(process);
        trace(TraceEvent.END, process, cause, 0);
        if (cause != null && isClosing()) {
            LOG.debug("process '{}' failed while its simulation closed", process.name(), cause);
        } else if (cause != null) {
            fail("process '" + process.name() + "'", process.name(), cause);
        }
        if (process.hasThreadOfItsOwn()) {
            driver.bury(process);
            give(process, null);
        } else {
            give(process, isClosing() ? driver.nextToUnwind() : next());
        }
    }

    private void fail(String what, String process, Throwable cause) {
        Instant time = instant();
        fail(new Failure(cause, () -> failures.failed(what, process, time, cause)));
    }

    /** The process whose turn it is; null to end the run. */
    @Nullable SimulatedProcess next() {
        try {
            return search();
        } catch (DivergedError e) {
            failDiverged(String.valueOf(e.getMessage()));
            return null;
        } catch (Throwable e) { // the caller must not catch it and go on without a turn
            driver.lost(e);
            return null;
        }
    }

    @Override
    void bringIn() {
        carrier.bringIn();
    }

    @Override
    boolean isStopped() {
        return driver.isStopped(baton.process() == null);
    }

    void give(BatonHolder caller, @Nullable SimulatedProcess process) {
        BatonHolder next = process == null ? driver.thread() : process;
        baton.give(caller, next); // from here on it is the other one's turn: nothing more is written
        resume(next);
    }

    private void resume(BatonHolder next) {
        try {
            next.resume();
        } catch (Throwable e) { // there is no thread for it
            BatonHolder back = driver.thread();
            driver.lost(e);
            if (!baton.pass(next, back)) {
                throw e;
            }
            back.resume();
        }
    }

    // ---- waiting for rest ----

    /** Waits until the others are at rest; false if the deadline came first, or it can never come. */
    public boolean awaitRest(QuiescenceWaiters.Rest rest, long deadline) throws InterruptedException {
        SimulatedProcess me = currentWaiter();
        var idler = idlers.add(me, rest, now());
        try {
            while (!idler.isWoken() && now() < deadline) {
                me.await(rest.reason(), deadline);
            }
        } finally {
            idlers.remove(idler);
        }
        return idler.hasRest(now());
    }

    // ---- what the driver does ----

    Baton baton() {
        return baton;
    }

    Carrier carrier() {
        return carrier;
    }

    ProcessList alive() {
        return alive;
    }

    void take(DrivingThread me) {
        baton.take(me);
        guard.reset();
    }

    void release() {
        if (trace != null) {
            trace.runEnded(replay());
        }
        baton.release();
    }

    /**
     * Takes the baton from a process that will not give it, as if that did not exist any more; false if it has given it
     * just now.
     */
    boolean takeFrom(SimulatedProcess stuck) {
        if (!baton.pass(stuck, driver.thread())) {
            return false;
        }
        alive.remove(stuck);
        stuck.giveUp();
        inTask = false;
        guard.reset();
        return true;
    }

    @Override
    public boolean addDependent(Dependent dependent) {
        return dependents.add(dependent);
    }

    @Override
    void beginClosing() {
        dependents.close();
        super.beginClosing();
        ignoreOperations(0);
    }

    @Override
    void endClosing() {
        super.endClosing();
        closed = true;
        carrier.close();
    }

    boolean isClosed() {
        return closed;
    }

    // ---- the trace ----

    @Override
    public @Nullable TraceSink traceSink() {
        return trace;
    }

    private void trace(TraceEvent event, @Nullable Object subject, @Nullable Object detail, long value) {
        if (trace != null) {
            trace.event(event, now(), inTask ? null : baton.process(), subject, detail, value);
        }
    }

    private void trace(TraceEvent event, long value) {
        trace(event, null, null, value);
    }

    private void trace(TraceEvent event, SimulatedProcess process) {
        trace(event, process, null, 0);
    }

    private void traceChoice(int count, int chosen) {
        if (trace != null) {
            trace(TraceEvent.CHOICE, null, count, chosen);
        }
    }
}
