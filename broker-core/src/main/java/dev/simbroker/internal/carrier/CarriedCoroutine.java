package dev.simbroker.internal.carrier;

import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.ThreadCoroutine;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine on a virtual thread whose scheduler it is: it has the thread run on the carrier of its simulation.
 *
 * <p>Virtual threads that the process starts inherit the scheduler. They are no processes: the JDK's runs them, as it
 * would without us.
 */
final class CarriedCoroutine extends ParkingCoroutine implements ThreadCoroutine, Track.Step {

    private final OneCarrier carrier;
    private final Thread thread;
    /** Counted down when nothing is left of a thread that somebody else has made; null if nobody else has. */
    private final @Nullable CountDownLatch gone;

    /** Goes on with the thread. What a scheduler is given first is the start of its own thread. */
    private @Nullable Runnable continuation;

    /** Whether the thread waits for its turn; its own, and that of the track it runs on. */
    private boolean suspended;
    /** The track on which it began to run last. */
    private @Nullable Track track;

    /** Whether it was seen to keep its track while it waits for its turn: in native code, or a monitor on Java 21. */
    private volatile boolean pinning;
    /** Whether the simulation goes on without it. */
    private volatile boolean givenUp;
    /** When it parked in another way than to wait for its turn, in real time; zero if it has not. */
    private volatile long outsideSince;

    CarriedCoroutine(CarriedProcess process, OneCarrier carrier) {
        super(process, false);
        this.carrier = carrier;
        this.gone = null;
        this.thread = SchedulerAccess.newThread(carrier.scheduler(process, this), process.name(), process::run);
    }

    /** A coroutine on a thread that somebody else has made, and starts. */
    CarriedCoroutine(CarriedProcess process, OneCarrier carrier, Thread thread) {
        super(process, true);
        this.carrier = carrier;
        this.gone = new CountDownLatch(1);
        this.thread = thread;
    }

    @Override
    public Thread thread() {
        return thread;
    }

    // ---- what the JDK calls ----

    /** Called by whoever starts the thread or makes it go on. May be called from any thread. */
    @Override
    @SuppressWarnings("ReferenceEquality") // its own continuation, and not one that says that it is like it
    public void execute(Runnable task) {
        if (continuation == null) {
            continuation = task;
        }
        if (task == continuation && !givenUp) {
            carrier.add(this);
        } else {
            SchedulerAccess.jdks().execute(task);
        }
    }

    /** Runs the thread until it parks, yields or ends. */
    @Override
    @SuppressWarnings("NullAway") // it was given its continuation when it was added
    public void runOn(Track on) {
        track = on;
        if (outsideSince != 0) {
            outsideSince = 0;
        }
        continuation.run();
        if (suspended) {
            return;
        }
        if (thread.isAlive()) {
            outsideSince = System.nanoTime();
        } else if (gone != null) {
            gone.countDown();
        }
    }

    // ---- what the simulation calls ----

    @Override
    public void suspend() {
        suspended = true;
        if (pinning && track != null) {
            carrier.replace(track); // the next one cannot go on here
        }
        super.suspend();
        suspended = false;
    }

    @Override
    void unpark() {
        SchedulerAccess.unpark(thread);
    }

    @Override
    public boolean hasThreadOfItsOwn() {
        return gone != null;
    }

    /** Until what the JDK does after the end of a thread is done too: it wakes those who wait for that. */
    @Override
    public void awaitEnd() throws InterruptedException {
        Objects.requireNonNull(gone).await();
    }

    @Override
    public void giveUp() {
        givenUp = true;
        super.giveUp();
    }

    @Override
    public OptionalLong parkedOutsideSince() {
        long since = outsideSince;
        return since == 0 ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /** Called by the thread that drives, which has seen that nothing went on while this was the last to begin. */
    void holdsUpOthers() {
        pinning = suspended;
    }
}
