package dev.simbroker.internal.carrier;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
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

    private static final String NAME = "simbroker-self-check";

    /** For how long a step may take, which takes a thousandth of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long TIMED_PARK = TimeUnit.MILLISECONDS.toNanos(1);

    /** A way to make a virtual thread on a scheduler. */
    @FunctionalInterface
    interface ThreadMaker {
        Thread newThread(Executor scheduler, Runnable task);
    }

    private final ThreadMaker maker;
    private final Duration patience;

    /** What the thread gives its scheduler: the same each time. */
    private final BlockingQueue<Runnable> given = new LinkedBlockingQueue<>();

    private @Nullable Runnable continuation;
    private volatile boolean wasInterrupted;
    private volatile @Nullable String difference = "the check did not end";

    private SelfCheck(ThreadMaker maker, Duration patience) {
        this.maker = maker;
        this.patience = patience;
    }

    /** What is different in this JDK; null if nothing is. */
    static @Nullable String run() {
        return run((scheduler, task) -> SchedulerAccess.newThread(scheduler, NAME, task), PATIENCE);
    }

    static @Nullable String run(ThreadMaker maker, Duration patience) {
        var check = new SelfCheck(maker, patience);
        // a virtual thread, which the caller may be, cannot carry another one
        joinUninterruptibly(Thread.ofPlatform().name(NAME).daemon().start(check::checkAll));
        String difference = check.difference;
        return difference == null ? null : UNKNOWN + difference;
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkAll() {
        try {
            difference = firstDifference();
        } catch (InterruptedException | RuntimeException | Error e) {
            difference = e.toString();
        }
    }

    private @Nullable String firstDifference() throws InterruptedException {
        Thread thread = maker.newThread(given::add, () -> {
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
        // it may be able to go on already, where this thread was not quick
        if (!goesOn(thread, Thread.State.TIMED_WAITING, Thread.State.RUNNABLE)) {
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

    /** Whether the thread can go on, in the same way each time, and is in one of those states afterwards. */
    @SuppressWarnings("ReferenceEquality") // the same, and not one that says that it is like it
    private boolean goesOn(Thread thread, Thread.State... afterwards) throws InterruptedException {
        Runnable next = given.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (continuation == null) {
            continuation = next;
        }
        if (next == null || next != continuation) {
            return false;
        }
        next.run();
        return List.of(afterwards).contains(thread.getState());
    }
}
