package dev.simbroker.capture;

import dev.simbroker.capture.boot.CapturedThread;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.Waiter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one process as the JDK sees it: a park is a wait of the simulation, an unpark wakes who parks.
 *
 * <p>It is the scheduler of its thread, in front of the one that carries it.
 */
final class CapturedProcess extends CapturedThread {

    private final CapturedSimulation simulation;
    private final SchedulerSpi scheduler;

    /** Has the thread go on; null as long as it is only about to be made, by another process. */
    private @Nullable Executor carrier;

    private final long number;
    private final Map<String, SplittableRandom> chance = new HashMap<>();

    private @Nullable CarriedProcess process;

    /** What the application has made the thread for; null if the simulation has. */
    private @Nullable Runnable task;

    private @Nullable Thread thread;
    private @Nullable Runnable continuation;
    private final Runnable run = this::runOnCarrier;

    /** The object in whose monitor it waits: the JVM forgets that where its code was compiled. */
    private @Nullable Object waitsIn;

    /** Whether it has left its carrier to wait for a monitor. */
    private volatile boolean away;
    /** Whether it has got it. */
    private volatile boolean back;
    /** Whether the JVM's thread is just bringing it back. */
    private volatile boolean unblocking;

    /** While it parks. */
    private @Nullable Waiter parked;
    /** Whether it was unparked before it has parked. */
    private boolean permit;

    /** The thread of a process. */
    CapturedProcess(CapturedSimulation simulation, CarriedProcess process, Executor carrier) {
        this.simulation = simulation;
        this.scheduler = simulation.scheduler();
        this.number = simulation.number("thread of any kind");
        this.process = process;
        this.carrier = carrier;
    }

    /** A thread that will be made a process when it starts. */
    private CapturedProcess(CapturedSimulation simulation) {
        this.simulation = simulation;
        this.scheduler = simulation.scheduler();
        this.number = simulation.number("thread of any kind");
    }

    /** Its process; null as long as its thread is only about to start. */
    @Nullable SimProcess process() {
        return (SimProcess) process;
    }

    // ---- being run ----

    /** Called by the JDK when the thread is to go on. May be called from any thread. */
    @Override
    public void execute(Runnable given) {
        continuation = given; // the same each time
        if (away) {
            back = true; // it goes on when it has its turn
        } else {
            goOn();
        }
    }

    private void goOn() {
        Objects.requireNonNull(carrier, "a thread goes on that was not started").execute(run);
    }

    /** Runs the thread until it leaves its carrier. */
    private void runOnCarrier() {
        Objects.requireNonNull(continuation).run();
        Thread mine = thread;
        if (mine == null) {
            return;
        }
        if (mine.isAlive() && Monitors.areKnown() && simulation.hasLeft(this, mine)) {
            away = true;
            Objects.requireNonNull(process).leave(new MonitorWait(this, simulation), this::comeBack);
        }
    }

    /** Has the thread go on, which has got what it has waited for. Called by whoever has given it its turn. */
    private void comeBack() {
        simulation.cameBack(this);
        away = false;
        back = false;
        goOn();
    }

    /** Whether it can go on, as far as it waits for a monitor. */
    boolean isBack() {
        return back;
    }

    /** Whether the JVM is about to bring it back. */
    boolean isOwed() {
        return Monitors.isOwed(Objects.requireNonNull(thread)) || unblocking; // in that order
    }

    @Override
    public void unblocking(boolean begins) {
        unblocking = begins;
    }

    @Override
    public void waiting(@Nullable Object monitor) {
        waitsIn = monitor;
    }

    /** The object whose monitor it wants to enter, for the first time or after a wait in it; null if it does not. */
    @Nullable Object wanted() {
        Thread mine = Objects.requireNonNull(thread);
        return !Monitors.isEntering(mine) ? null : waitsIn != null ? waitsIn : Monitors.blockedOn(mine);
    }

    /** Whether it is inside that monitor, and does not wait in it. */
    @SuppressWarnings("ReferenceEquality") // a monitor is an object's, whatever that is equal to
    boolean has(Object monitor) {
        Thread mine = Objects.requireNonNull(thread);
        return waitsIn != monitor && mine.isAlive() && Monitors.isOwner(mine, monitor);
    }

    @Override
    public Future<?> timedWait(Runnable expire, long nanos) {
        return simulation.timedWait(expire, nanos);
    }

    void runsOn(Thread mine) {
        thread = mine;
    }

    @Nullable Thread thread() {
        return thread;
    }

    boolean hasEnded() {
        return thread != null && thread.getState() == Thread.State.TERMINATED;
    }

    // ---- time ----

    @Override
    public long nanoTime() {
        return scheduler.nanoTime();
    }

    @Override
    public Instant now() {
        return scheduler.instant(scheduler.nanoTime());
    }

    // ---- waiting ----

    @Override
    public boolean park(@Nullable Object blocker, long nanos) {
        Waiter me = waiter();
        if (me == null) {
            return false;
        }
        if (!permit) {
            waitOnce(me, new JdkWait(Thread.currentThread(), blocker), nanos);
        }
        permit = false;
        return true;
    }

    private void waitOnce(Waiter me, JdkWait why, long nanos) {
        parked = me;
        try {
            me.await(why, nanos < 0 ? Scheduler.FOREVER : scheduler.deadlineAfter(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // who parks looks at the status
        } finally {
            parked = null;
        }
    }

    @Override
    public boolean sleep(long nanos) throws InterruptedException {
        Waiter me = waiter();
        if (me == null) {
            return false;
        }
        var why = new JdkWait(Thread.currentThread(), null);
        long deadline = scheduler.deadlineAfter(nanos);
        do {
            me.await(why, deadline);
        } while (scheduler.nanoTime() < deadline);
        return true;
    }

    @Override
    public boolean giveWay() {
        Waiter me = waiter();
        if (me == null) {
            return false;
        }
        waitOnce(me, new JdkWait(Thread.currentThread(), null), 0);
        return true;
    }

    /**
     * The calling process, if it can wait in simulated time where it is: not in a timer's task, in an operation of a
     * queue or broker, or in the simulation's own code. There a wait of the JDK is a real one.
     */
    private @Nullable Waiter waiter() {
        if (!scheduler.canWait() || scheduler.newGuard().isHeldByCaller()) {
            return null;
        }
        Waiter me = scheduler.currentWaiter();
        return me instanceof SimProcess running && running.state() == SimProcess.State.RUNNING ? me : null;
    }

    @Override
    public boolean unpark() {
        if (scheduler.canWake()) {
            deliverPermit();
        } else {
            simulation.unparkedFromOutside(this);
        }
        return true;
    }

    void deliverPermit() {
        Waiter waiting = parked;
        if (waiting == null) {
            permit = true;
        } else {
            waiting.wake();
        }
    }

    @Override
    public boolean interrupt() {
        SimProcess mine = process();
        if (mine != null
                && !away
                && scheduler.canWake()
                && mine.state() != SimProcess.State.RUNNING
                && mine.state() != SimProcess.State.TERMINATED) {
            mine.interrupt();
            return true;
        }
        return false;
    }

    @Override
    public boolean isInterruptPending() {
        CarriedProcess mine = process;
        return mine != null && mine.isInterruptPending();
    }

    @Override
    public Thread.@Nullable State threadState() {
        CarriedProcess mine = process;
        return mine == null || away ? null : mine.threadState().orElse(null);
    }

    // ---- threads ----

    @Override
    public CapturedThread child() {
        return new CapturedProcess(simulation);
    }

    @Override
    public Runnable task(Runnable given) {
        if (carrier != null) {
            return given; // the simulation has made it
        }
        task = given;
        return () -> Objects.requireNonNull(process).run();
    }

    @Override
    public void starting(Thread thread) {
        if (carrier == null) {
            Thread original = original();
            boolean background = original == null || original.isDaemon();
            simulation.adopt(this, thread, background, this::runTask);
        }
    }

    void adopted(CarriedProcess as, Executor by) {
        process = as;
        carrier = by;
    }

    private void runTask() {
        try {
            Objects.requireNonNull(task).run();
        } catch (Throwable e) {
            Thread thread = original() == null ? Thread.currentThread() : original();
            var handler = thread.getUncaughtExceptionHandler();
            boolean none = handler instanceof ThreadGroup && Thread.getDefaultUncaughtExceptionHandler() == null;
            if (none || isOfTheSimulation(e)) {
                throw e;
            }
            handler.uncaughtException(thread, e);
        }
    }

    /** Whether it ends the process, and is nobody else's business. */
    private static boolean isOfTheSimulation(Throwable e) {
        return e.getClass().getName().startsWith("dev.simbroker.internal.");
    }

    @Override
    public boolean isDaemon() {
        Thread original = original();
        return original == null ? task != null : original.isDaemon();
    }

    @Override
    public DelayedTask delay(Runnable later, long nanos) {
        return simulation.delay("delayed-" + (simulation.number("delayed") + 1), later, nanos);
    }

    @Override
    public void delay(Future<?> later, Runnable run, long nanos) {
        simulation.delay(later, run, nanos);
    }

    @Override
    public void cancelling(Future<?> later) {
        simulation.cancelDelayed(later);
    }

    @Override
    public void fork(String name, Runnable forked) {
        simulation.fork(name + "-" + (simulation.number(name) + 1), true, forked);
    }

    @Override
    public long random(String kind) {
        return chance.computeIfAbsent(
                        kind, name -> new SplittableRandom(simulation.salt() ^ (number * 31 + name.hashCode())))
                .nextLong();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public long salt() {
        return simulation.salt();
    }

    @Override
    public int number(String kind) {
        return simulation.number(kind);
    }
}
