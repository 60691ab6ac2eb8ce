package dev.simbroker.junit;

import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.opentest4j.AssertionFailedError;

/**
 * A comparison of what a subscription has received, or could give now, with the state when the watch began.
 *
 * @param simulation the simulation whose time passes meanwhile
 * @param subscriber a subscriber of the subscription
 * @param start the simulated time at which the watch began
 * @param received the number of attempts received by then
 */
record DeliveryWatch(Simulation simulation, Subscriber<?> subscriber, Instant start, long received) {

    static DeliveryWatch start(Simulation simulation, Subscriber<?> subscriber) {
        return new DeliveryWatch(
                simulation, subscriber, simulation.now(), sum(subscriber, SubscriptionStatistics::received));
    }

    /** @param forEver whether delayed messages count, too */
    void assertNothing(boolean forEver) {
        long received = sum(subscriber, SubscriptionStatistics::received) - received();
        long ready = sum(subscriber, DeliveryWatch::receivable);
        long delayed = forEver ? sum(subscriber, SubscriptionStatistics::delayed) : 0;
        if (received + ready + delayed > 0) {
            throw new AssertionFailedError("subscription '" + subscriber.subscription()
                    + "' should have been given nothing more, but in " + Duration.between(start, simulation.now())
                    + " of simulated time, until " + simulation.now() + ", it was; attempts received: " + received
                    + ", messages ready: " + ready + (forEver ? ", delayed: " + delayed : "")
                    + ReportLines.of(simulation));
        }
    }

    /** Looked up only if there is something, since that is an operation, which others may come before. */
    private static long receivable(SubscriptionStatistics figures) {
        return figures.ready() == 0 ? 0 : figures.receivable();
    }

    private static long sum(Subscriber<?> subscriber, ToLongFunction<SubscriptionStatistics> figure) {
        return subscriber.destinations().stream()
                .map(subscriber::statistics)
                .mapToLong(figure)
                .sum();
    }
}
