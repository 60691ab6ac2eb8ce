package dev.simbroker.internal.broker;

import dev.simbroker.Broker;
import dev.simbroker.HandlerFailure;
import dev.simbroker.internal.subscription.HandlerOutcome;
import dev.simbroker.internal.subscription.LocalDelivery;
import dev.simbroker.internal.util.Texts;
import dev.simbroker.internal.util.UserFrames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the handlers of a broker threw: logged at once, and the latest kept for the report of a failing test, which
 * mostly fails because of them. Thread-safe.
 */
final class HandlerFailures {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final int KEPT = 10;

    private record Entry(LocalDelivery<?> delivery, int attempt, HandlerFailure failure, HandlerOutcome outcome) {

        @Override
        public String toString() {
            return "the handler of " + delivery.member().queue().description() + " at attempt " + attempt
                    + " of message " + delivery.message().id() + " (" + Texts.of(delivery.payload()) + "): " + failure
                    + "; " + outcome;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final Deque<Entry> latest = new ArrayDeque<>();
    private long count;

    /** Describes an exception, whatever its methods do. */
    static HandlerFailure describe(Throwable thrown) {
        return new HandlerFailure(
                thrown.getClass().getName(), message(thrown), UserFrames.innermost(thrown.getStackTrace()));
    }

    private static Optional<String> message(Throwable thrown) {
        try {
            return Optional.ofNullable(thrown.getMessage())
                    .map(text -> Texts.cut(text, HandlerFailure.LONGEST_MESSAGE));
        } catch (Throwable e) {
            return Optional.of("its message failed with " + e.getClass().getName());
        }
    }

    void add(LocalDelivery<?> delivery, HandlerFailure failure, Throwable thrown, HandlerOutcome outcome) {
        var entry = new Entry(delivery, delivery.attempt(), failure, outcome);
        lock.lock();
        try {
            count++;
            latest.addLast(entry);
            if (latest.size() > KEPT) {
                latest.removeFirst();
            }
        } finally {
            lock.unlock();
        }
        log(entry, thrown);
    }

    /** That may fail, for the text of a foreign exception is foreign code. */
    private static void log(Entry entry, Throwable thrown) {
        try {
            if (entry.outcome.isLoss() || thrown instanceof Error) {
                LOG.warn("{}", entry, thrown);
            } else {
                LOG.debug("{}", entry, thrown);
            }
        } catch (Throwable e) {
            // the report still has it
        }
    }

    /** The lines of a report; none if no handler has thrown. */
    List<String> lines() {
        List<Entry> entries;
        long earlier;
        lock.lock();
        try {
            entries = List.copyOf(latest);
            earlier = count - entries.size();
        } finally {
            lock.unlock();
        }
        if (entries.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("handlers that threw:");
        if (earlier > 0) {
            lines.add("  " + earlier + " times before, and then");
        }
        entries.forEach(entry -> lines.add("  " + entry));
        return lines;
    }
}
