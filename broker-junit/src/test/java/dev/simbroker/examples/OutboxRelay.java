package dev.simbroker.examples;

import dev.simbroker.Broker;
import dev.simbroker.Publication;
import dev.simbroker.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the events that services leave in a table, in the same transaction as what they change. Looks every second;
 * if it ends between publishing an event and marking it, the event is published again under the same id, which makes it
 * a duplicate.
 */
final class OutboxRelay {

    static final Topic<String> EVENTS = Topic.of("events", String.class);
    static final Duration KEPT = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 100;

    /** An event that waits to be published. */
    record Row(long id, String aggregate, String event) {}

    /** The table. */
    interface Outbox {
        /** The oldest rows that are not marked, by ascending id. */
        List<Row> unpublished(int limit);

        void markPublished(long id, Instant at);

        void deletePublishedBefore(Instant time);
    }

    private final Outbox outbox;
    private final Broker broker;
    private final Clock clock;

    private OutboxRelay(Outbox outbox, Broker broker, Clock clock) {
        this.outbox = outbox;
        this.broker = broker;
        this.clock = clock;
    }

    /** Starts a relay, which runs until the executor is shut down. */
    static void start(Outbox outbox, Broker broker, Clock clock, ScheduledExecutorService executor) {
        var relay = new OutboxRelay(outbox, broker, clock);
        var unused = executor.scheduleWithFixedDelay(relay::poll, 0, 1, TimeUnit.SECONDS);
    }

    /** Throws nothing, since the executor would not call it again. */
    private void poll() {
        try {
            publishNew();
            outbox.deletePublishedBefore(clock.instant().minus(KEPT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.info("the outbox could not be relayed, and will be tried again in a second", e);
        }
    }

    private void publishNew() throws InterruptedException {
        for (Row row : outbox.unpublished(BATCH)) {
            broker.publish(
                    Publication.of(EVENTS, row.event()).key(row.aggregate()).deduplicationId("outbox-" + row.id()));
            outbox.markPublished(row.id(), clock.instant());
        }
    }
}
