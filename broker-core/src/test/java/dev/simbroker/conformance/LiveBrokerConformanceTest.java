package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.testing.LiveStage;
import dev.simbroker.time.LiveScheduler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The broker of this library keeps its contracts on the wall clock. Nearly all of the time the tests sleep, so the
 * build runs them all at once, in a test run of their own (tag {@code concurrent}).
 *
 * <p>Nothing may come early; how late something may come says nothing about the broker, but about what else the machine
 * has to do.
 */
@Tag("concurrent")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class LiveBrokerConformanceTest extends LocalBrokerKit {

    private static final Duration TICK = Duration.ofMillis(150);
    private static final int WARM_UP_MESSAGES = 5_000;

    LiveBrokerConformanceTest() {
        super(new LiveStage(TICK));
    }

    /** The first use of nearly everything takes longer than many tests allow for. */
    @BeforeAll
    static void warmUp() throws InterruptedException {
        try (var scheduler = LiveScheduler.builder().build();
                var broker = Broker.create(scheduler);
                var subscriber =
                        broker.subscribe(ORDERS, Subscription.named("warm").atLeastOnce(TICK))) {
            var publisher = scheduler.spawn("publisher", () -> {
                for (int n = 0; n < WARM_UP_MESSAGES; n++) {
                    broker.publish(ORDERS, "" + n);
                }
            });
            for (int n = 0; n < WARM_UP_MESSAGES; n++) {
                subscriber.receive().ack();
            }
            publisher.join();
        }
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.complementOf(EnumSet.of(Feature.EXACT_TIMES, Feature.TURNS));
    }
}
