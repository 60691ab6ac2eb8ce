package dev.simbroker.model;

import dev.simbroker.Assignment;
import dev.simbroker.Guarantee;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A model of one subscription with one member, written to be obviously right and not to be fast: every message is in
 * one list, in which everything is looked up. Time is told to it, in whole seconds.
 */
final class BrokerModel {

    private static final long NEVER = Long.MAX_VALUE;
    private static final Random NO_CHANCE = new Random(0);

    enum State {
        READY,
        DELAYED,
        IN_FLIGHT
    }

    /** A message that has not left. */
    static final class Item {
        final Publication<String> publication;
        final long expiresAt;
        State state = State.READY;
        /** When something will happen to it by itself. */
        long due = NEVER;
        /** Of two that are due at once, the one with the smaller number comes first. */
        long dueNumber;
        /** Its place in the order of delivery, from when it first was ready; 0 before. */
        long order;

        int attempts;

        @Nullable Attempt current;

        Item(Publication<String> publication, long expiresAt) {
            this.publication = publication;
            this.expiresAt = expiresAt;
        }
    }

    /** An attempt, and what a late settlement of it is told. */
    static final class Attempt {
        final Item item;
        final int number;
        /** Ascending in order of receipt. */
        final long receipt;

        @Nullable String ended;

        Attempt(Item item, long receipt) {
            this.item = item;
            this.number = item.attempts;
            this.receipt = receipt;
        }
    }

    private final Subscription settings;
    private final long window;
    private final List<Item> present = new ArrayList<>();
    private final Map<String, Long> processed = new HashMap<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final Map<RemovalReason, Integer> deadLettered = new EnumMap<>(RemovalReason.class);
    private final Map<RemovalReason, Integer> dropped = new EnumMap<>(RemovalReason.class);
    private final Map<RedeliveryCause, Integer> redelivered = new EnumMap<>(RedeliveryCause.class);
    private long now;
    private long counter;
    private int accepted;
    private int settled;
    private int delivered;
    private int received;

    BrokerModel(Subscription settings, long window, long now) {
        this.settings = settings;
        this.window = window;
        this.now = now;
    }

    // ---- time ----

    /** Does everything that is due by {@code time}, in order. */
    void advanceTo(long time) {
        Comparator<Item> order =
                Comparator.comparingLong((Item item) -> item.due).thenComparingLong(item -> item.dueNumber);
        while (true) {
            Item next = present.stream().min(order).orElse(null);
            if (next == null || next.due > time) {
                now = time;
                return;
            }
            now = next.due;
            happen(next);
        }
    }

    private void happen(Item item) {
        if (item.current != null) {
            giveBack(item.current, RedeliveryCause.LEASE_EXPIRED, backoff(item));
        } else if (item.expiresAt <= now) {
            remove(item, RemovalReason.EXPIRED);
        } else {
            ready(item);
        }
    }

    private void due(Item item, long time) {
        item.due = time;
        item.dueNumber = ++counter;
    }

    // ---- in ----

    /** Whether the publisher gets it in. */
    boolean publish(Publication<String> publication) {
        long delay = publication.delay().toSeconds();
        boolean full = delay == 0 && count(State.READY) >= settings.buffer().capacity();
        Overflow overflow = settings.buffer().overflow();
        if (full && (overflow == Overflow.REJECT || overflow == Overflow.BLOCK)) {
            return false;
        }
        accepted++;
        long expiresAt =
                publication.timeToLive().map(ttl -> now + ttl.toSeconds()).orElse(NEVER);
        var item = new Item(publication, expiresAt);
        if (isDuplicate(item)) {
            remove(item, RemovalReason.DUPLICATE);
        } else if (full && overflow != Overflow.DROP_OLDEST) {
            remove(item, RemovalReason.QUEUE_FULL);
        } else {
            if (full) {
                remove(oldest(), RemovalReason.QUEUE_FULL);
            }
            delivered++;
            present.add(item);
            readyAfter(item, delay);
        }
        return true;
    }

    private void readyAfter(Item item, long delay) {
        if (delay == 0) {
            ready(item);
        } else {
            item.state = State.DELAYED;
            due(item, Math.min(now + delay, item.expiresAt));
        }
    }

    private void ready(Item item) {
        item.state = State.READY;
        item.order = item.order == 0 ? ++counter : item.order;
        due(item, item.expiresAt);
    }

    private Item oldest() {
        return present.stream()
                .filter(item -> item.state == State.READY)
                .min(Comparator.comparingLong(item -> item.order))
                .orElseThrow();
    }

    // ---- out ----

    /** The next attempt; null if there is nothing to receive. */
    @Nullable Attempt receive() {
        if (count(State.IN_FLIGHT) >= settings.buffer().maxInFlight()) {
            return null;
        }
        return present.stream()
                .filter(this::mayBeReceived)
                .min(Comparator.comparingInt((Item item) -> -item.publication.priority())
                        .thenComparingLong(item -> item.order))
                .map(this::receive)
                .orElse(null);
    }

    /** With order by key, only the first of a key. */
    private boolean mayBeReceived(Item item) {
        boolean behind = settings.assignment() == Assignment.BY_KEY
                && item.publication.key().isPresent()
                && present.stream()
                        .anyMatch(other -> other.publication.key().equals(item.publication.key())
                                && other.order > 0
                                && other.order < item.order);
        return item.state == State.READY && !behind;
    }

    private Attempt receive(Item item) {
        received++;
        item.attempts++;
        item.state = State.IN_FLIGHT;
        var attempt = new Attempt(item, ++counter);
        item.current = attempt;
        due(item, now + settings.lease().toSeconds());
        if (settings.guarantee() == Guarantee.AT_MOST_ONCE) {
            settle(attempt);
        }
        return attempt;
    }

    // ---- the end of an attempt ----

    /** Each of these must be given an attempt that has not ended. */
    void settle(Attempt attempt) {
        settled++;
        end(attempt, "settled");
        present.remove(attempt.item);
        if (settings.guarantee() == Guarantee.EXACTLY_ONCE) {
            attempt.item.publication.deduplicationId().ifPresent(id -> processed.put(id, now));
        }
    }

    void nack(Attempt attempt) {
        giveBack(attempt, RedeliveryCause.NACKED, backoff(attempt.item));
    }

    void nack(Attempt attempt, Duration delay) {
        giveBack(attempt, RedeliveryCause.NACKED, delay);
    }

    void reject(Attempt attempt) {
        end(attempt, "NACKED");
        remove(attempt.item, RemovalReason.REJECTED);
    }

    void extend(Attempt attempt, Duration lease) {
        due(attempt.item, now + lease.toSeconds());
    }

    /** The member goes. */
    void leave(RedeliveryCause cause) {
        present.stream()
                .map(item -> item.current)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(attempt -> attempt.receipt))
                .toList()
                .forEach(attempt -> giveBack(attempt, cause, Duration.ZERO));
    }

    void delete() {
        for (Item item : List.copyOf(present)) {
            if (item.current != null) {
                end(item.current, "CLOSED");
            }
            remove(item, RemovalReason.DELETED);
        }
    }

    private void giveBack(Attempt attempt, RedeliveryCause cause, Duration delay) {
        Item item = attempt.item;
        end(attempt, cause.name());
        if (item.attempts >= settings.retry().deliveryLimit()) {
            remove(item, RemovalReason.DELIVERY_LIMIT);
        } else if (item.expiresAt <= now) {
            remove(item, RemovalReason.EXPIRED);
        } else {
            redelivered.merge(cause, 1, Integer::sum);
            readyAfter(item, delay.toSeconds());
        }
    }

    private void end(Attempt attempt, String how) {
        attempt.ended = how;
        attempt.item.current = null;
    }

    private void remove(Item item, RemovalReason reason) {
        present.remove(item);
        var retry = settings.retry();
        boolean toDeadLetters = retry.deadLetter().isPresent()
                && switch (reason) {
                    case DELIVERY_LIMIT, REJECTED -> true;
                    case EXPIRED -> retry.deadLetterExpired();
                    case QUEUE_FULL -> settings.buffer().overflow() == Overflow.DEAD_LETTER;
                    case HANDLER_FAILED, DUPLICATE, DELETED -> false;
                };
        (toDeadLetters ? deadLettered : dropped).merge(reason, 1, Integer::sum);
        if (toDeadLetters) {
            deadLetters.add(item.publication.payload() + " " + reason + " after " + item.attempts);
        }
    }

    // ---- questions ----

    private Duration backoff(Item item) {
        return settings.retry().backoff().delay(item.attempts, NO_CHANCE);
    }

    private boolean isDuplicate(Item item) {
        return settings.guarantee() == Guarantee.EXACTLY_ONCE
                && item.publication
                        .deduplicationId()
                        .map(id -> wasProcessed(id)
                                || present.stream()
                                        .anyMatch(other -> other.publication
                                                .deduplicationId()
                                                .equals(item.publication.deduplicationId())))
                        .orElse(false);
    }

    private boolean wasProcessed(String id) {
        Long time = processed.get(id);
        return time != null && time > now - window;
    }

    private long count(State state) {
        return present.stream().filter(item -> item.state == state).count();
    }

    List<String> deadLetters() {
        return deadLetters;
    }

    /** All figures, as {@link ModelCounts} reads them from the broker's statistics. */
    ModelCounts figures() {
        return new ModelCounts(
                accepted,
                settled,
                Map.copyOf(deadLettered),
                Map.copyOf(dropped),
                count(State.READY),
                count(State.DELAYED),
                count(State.IN_FLIGHT),
                delivered,
                received,
                Map.copyOf(redelivered));
    }
}
