package dev.simbroker.internal.subscription;

import dev.simbroker.Broker;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What listeners and the log are still to be told of a broker's changes, in the order of the changes.
 *
 * <p>What is told is somebody else's code, which may do anything: throw, call the broker, take its time. So it waits
 * here until the change is complete. Whoever leaves the broker's guard after it has added something tells what it
 * finds, unless another thread is at it, which then tells this too: one thread at a time, in order, each once. What is
 * done meanwhile, by the code that is being told as well, queues up behind.
 */
final class EventQueue {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private static final int FRAMES_OF_OVERFLOW = 10;

    /** How many events in a row may each be what a listener did at the one before. */
    static final int LONGEST_CHAIN = 10_000;

    /**
     * An event.
     *
     * @param chain how many events before it led to it, each by what a listener did
     */
    private record Untold(Runnable event, int chain) {}

    /** Added to inside the guard, taken from by the teller. */
    private final Queue<Untold> untold = new ConcurrentLinkedQueue<>();
    /** The thread that tells; null if none does. */
    private final AtomicReference<@Nullable Thread> teller = new AtomicReference<>();
    /** Who failed with what so far. Touched by the teller alone. */
    private final Set<String> complaints = new HashSet<>();
    /** The {@link Untold#chain} of what is being told. Written by the teller, and of meaning to it alone. */
    private int chain;
    /** Whether something was added that nobody has set out to tell. Guarded by the broker's guard. */
    private boolean pending;

    /** Adds what is to be told of a change. Inside the guard. */
    void add(Runnable event) {
        untold.add(new Untold(event, isTellingCaller() ? chain + 1 : 0));
        pending = true;
    }

    /** Whether the caller has to tell something when it has left the guard. Inside the guard. */
    boolean takePending() {
        boolean taken = pending;
        pending = false;
        return taken;
    }

    /** Tells everything there is, unless another thread does so. */
    void tell() {
        while (!untold.isEmpty() && teller.compareAndSet(null, Thread.currentThread())) {
            try {
                for (Untold next = untold.poll(); next != null; next = untold.poll()) {
                    chain = next.chain;
                    tell(next.event);
                }
            } finally {
                chain = 0;
                teller.set(null);
            }
        }
    }

    /** Whether the caller is a listener that goes round in a circle: it is told of what it does, again and again. */
    boolean isTellingInACircle() {
        return chain >= LONGEST_CHAIN && isTellingCaller();
    }

    /** Whether the caller is being told something. */
    boolean isTellingCaller() {
        return teller.get() == Thread.currentThread();
    }

    private void tell(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) {
            complain(event.toString(), e);
        }
    }

    /**
     * Logs a failure, with its stack the first time. That may fail too, for the text of a foreign exception is foreign
     * code.
     */
    private void complain(String who, Throwable failure) {
        try {
            if (complaints.add(who + failure.getClass())) {
                if (failure instanceof StackOverflowError) { // a thousand lines would say no more than the first
                    StackTraceElement[] stack = failure.getStackTrace();
                    failure.setStackTrace(Arrays.copyOf(stack, Math.min(stack.length, FRAMES_OF_OVERFLOW)));
                }
                LOG.error("{} failed; the broker goes on", who, failure);
            } else {
                LOG.error(
                        "{} failed again, with {}; the broker goes on",
                        who,
                        failure.getClass().getName());
            }
        } catch (Throwable e) {
            // there is nobody left to tell
        }
    }
}
