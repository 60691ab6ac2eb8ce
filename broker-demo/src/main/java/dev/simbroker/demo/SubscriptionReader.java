package dev.simbroker.demo;

import dev.simbroker.Assignment;
import dev.simbroker.Backoff;
import dev.simbroker.DeadLetter;
import dev.simbroker.Guarantee;
import dev.simbroker.Overflow;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import java.time.Duration;
import java.util.Set;

/** Reads the settings of a subscription from a scenario's subscriber. */
final class SubscriptionReader {

    private static final Set<String> BACKOFF = Fields.keys("initial", "cap", "jitter");

    private SubscriptionReader() {}

    static Subscription read(Fields fields) throws ScenarioException {
        var subscription = Subscription.named(fields.has("group") ? fields.text("group") : fields.text("name"));
        Duration lease = fields.has("ackTimeout") ? fields.positiveTime("ackTimeout") : Subscription.DEFAULT_LEASE;
        subscription = switch (fields.choice("guarantee", Guarantee.AT_MOST_ONCE)) {
            case AT_MOST_ONCE -> {
                fields.refuse(
                        "must not be there without a guarantee of at-least-once or exactly-once",
                        "ackTimeout",
                        "deliveryLimit",
                        "backoff",
                        "failEvery");
                yield subscription;
            }
            case AT_LEAST_ONCE -> subscription.atLeastOnce(lease);
            case EXACTLY_ONCE -> subscription.exactlyOnce(lease);
        };
        if (fields.has("deliveryLimit")) {
            subscription = subscription.deliveryLimit(fields.count("deliveryLimit"));
        }
        if (fields.has("backoff")) {
            subscription = subscription.backoff(backoff(fields));
        }
        if (fields.has("deadLetter")) {
            subscription = subscription.deadLetter(Topic.of(fields.topic("deadLetter"), DeadLetter.class));
        }
        if (fields.has("assignment")) {
            subscription = subscription.assignment(fields.choice("assignment", Assignment.SHARED));
        }
        return withCapacity(fields, subscription);
    }

    private static Subscription withCapacity(Fields fields, Subscription subscription) throws ScenarioException {
        if (!fields.has("capacity")) {
            fields.refuse("must not be there without a capacity", "overflow");
            return subscription;
        }
        var overflow = fields.choice("overflow", Overflow.BLOCK);
        if (overflow == Overflow.DEAD_LETTER && !fields.has("deadLetter")) {
            throw new ScenarioException(fields.at("deadLetter") + " is missing, which overflow dead-letter needs");
        }
        return subscription.capacity(fields.count("capacity"), overflow);
    }

    /** Reads a fixed delay, a list of delays, or a mapping for an exponential one. */
    private static Backoff backoff(Fields fields) throws ScenarioException {
        if (fields.isList("backoff")) {
            var delays = fields.times("backoff");
            return Backoff.of(
                    delays.getFirst(), delays.subList(1, delays.size()).toArray(Duration[]::new));
        }
        if (!fields.isMapping("backoff")) {
            return Backoff.fixed(fields.time("backoff"));
        }
        Fields exponential = fields.mapping("backoff", BACKOFF);
        Duration initial = exponential.positiveTime("initial");
        Duration cap = exponential.positiveTime("cap");
        if (cap.compareTo(initial) < 0) {
            throw new ScenarioException(exponential.at("cap") + " must be at least initial");
        }
        return Backoff.exponential(initial, cap).jitter(exponential.has("jitter") ? exponential.fraction("jitter") : 0);
    }
}
