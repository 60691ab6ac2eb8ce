package dev.simbroker.internal.carrier;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether virtual threads on a scheduler of our own do in this JDK what they do in those that we know: a park, a
 * timed park and an interrupt each come back through their scheduler.
 */
final class SelfCheck {

    /** How it begins where a JDK is not as those that we know. */
    static final String UNKNOWN =
            "the virtual threads of this JDK, " + Runtime.version() + ", are not as those known: ";

    /** For how long a step may take, which takes a thousandth of it. */
    private static final long PATIENCE_SECONDS = 10;

    private static final long TIMED_PARK = TimeUnit.MILLISECONDS.toNanos(1);

    /** What its one thread gives its scheduler. */
    private final BlockingQueue<Runnable> given = new LinkedBlockingQueue<>();

    private volatile @Nullable String difference = "it did not end";
    private volatile boolean wasInterrupted;

    private SelfCheck() {}

    /** What is different; null if nothing is. */
    static @Nullable String run() {
        var check = new SelfCheck();
        // a virtual thread, which the caller may be, cannot carry another one
        Thread carrier =
                Thread.ofPlatform().name("simbroker-self-check").daemon().start(check::checkAll);
        boolean interrupted = false;
        while (carrier.isAlive()) {
            try {
                carrier.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        String difference = check.difference;
        return difference == null ? null : UNKNOWN + difference;
    }

    private void checkAll() {
        try {
            difference = firstDifference();
        } catch (InterruptedException | RuntimeException | Error e) {
            difference = e.toString();
        }
    }

    private @Nullable String firstDifference() throws InterruptedException {
        Thread thread = SchedulerAccess.newThread(given::add, "simbroker-self-check", () -> {
            LockSupport.park();
            LockSupport.parkNanos(TIMED_PARK);
            LockSupport.park();
            wasInterrupted = Thread.interrupted();
        });
        thread.start();
        if (!goesOn(thread, Thread.State.WAITING)) {
            return "a thread does not begin on its scheduler and park";
        }
        LockSupport.unpark(thread);
        if (!goesOn(thread, Thread.State.TIMED_WAITING)) {
            return "a thread that is unparked does not go on through its scheduler";
        }
        if (!goesOn(thread, Thread.State.WAITING)) {
            return "a timed park does not end through the scheduler of its thread";
        }
        thread.interrupt();
        if (!goesOn(thread, Thread.State.TERMINATED) || !wasInterrupted) {
            return "an interrupt does not end a park through the scheduler of its thread";
        }
        return null;
    }

    /** Whether the thread can go on, and is in that state afterwards. */
    private boolean goesOn(Thread thread, Thread.State afterwards) throws InterruptedException {
        Runnable continuation = given.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (continuation == null) {
            return false;
        }
        continuation.run();
        return thread.getState() == afterwards;
    }
}
