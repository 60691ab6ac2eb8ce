package dev.simbroker.model;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;

import dev.simbroker.Assignment;
import dev.simbroker.Backoff;
import dev.simbroker.Guarantee;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Random settings and publications. Everything is small, so that limits are reached; time is in whole seconds. */
final class RandomSubscription {

    private static final List<Backoff> BACKOFFS = List.of(
            Backoff.none(),
            Backoff.fixed(Duration.ofSeconds(1)),
            Backoff.of(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(3)),
            Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(3)));

    private final Random random;

    RandomSubscription(Random random) {
        this.random = random;
    }

    /** Settings with that assignment. */
    Subscription settings(Assignment assignment) {
        var settings = Subscription.named("s").assignment(assignment);
        settings = switch (one(Guarantee.values())) {
            case AT_MOST_ONCE -> settings.atMostOnce();
            case AT_LEAST_ONCE -> settings.atLeastOnce(seconds(1, 6));
            case EXACTLY_ONCE -> settings.exactlyOnce(seconds(1, 6));
        };
        int limit = 1 + random.nextInt(4);
        Backoff backoff = BACKOFFS.get(random.nextInt(BACKOFFS.size()));
        if (settings.guarantee() != Guarantee.AT_MOST_ONCE) {
            settings = settings.deliveryLimit(limit).backoff(backoff);
        }
        boolean letters = random.nextBoolean();
        if (letters) {
            settings = random.nextBoolean() ? settings.deadLetter(DEAD).deadLetterExpired() : settings.deadLetter(DEAD);
        }
        if (random.nextBoolean()) {
            Overflow overflow = one(Overflow.values());
            settings = settings.capacity(
                    1 + random.nextInt(5), overflow == Overflow.DEAD_LETTER && !letters ? Overflow.BLOCK : overflow);
        }
        return random.nextBoolean() ? settings.maxInFlight(1 + random.nextInt(3)) : settings;
    }

    Publication<String> publication(String payload) {
        var publication = Publication.of(ORDERS, payload);
        if (random.nextInt(3) > 0) {
            publication = publication.key("k" + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            publication = publication.priority(random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            publication = publication.timeToLive(seconds(1, 8));
        }
        if (random.nextInt(4) == 0) {
            publication = publication.deduplicationId("id" + random.nextInt(6));
        }
        return publication;
    }

    Publication<String> delayedSometimes(Publication<String> publication) {
        return random.nextInt(5) == 0 ? publication.delay(seconds(0, 4)) : publication;
    }

    /** From {@code least} to {@code most}, both included. */
    Duration seconds(int least, int most) {
        return Duration.ofSeconds(least + random.nextInt(most - least + 1));
    }

    <E> E one(E[] all) {
        return all[random.nextInt(all.length)];
    }
}
