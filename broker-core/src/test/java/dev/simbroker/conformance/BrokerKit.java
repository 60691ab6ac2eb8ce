package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.simbroker.Broker;
import dev.simbroker.Delivery;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.TopicStatistics;
import dev.simbroker.testing.Stage;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** The engine under test, and the steps and checks that its contracts have in common. */
public interface BrokerKit {

    // ---- the engine ----

    /** The broker under test; the same one throughout a test. */
    Broker broker();

    /** Another broker, which remembers explicit ids for {@code window}, and no more than {@code ids} of them. */
    Broker brokerRemembering(Duration window, int ids);

    /** The clock that the broker runs on. */
    Stage stage();

    Set<Feature> features();

    // ---- time ----

    default Scheduler scheduler() {
        return stage().scheduler();
    }

    /** Runs {@code body} as a process of the scheduler and waits until it has ended; what it throws fails the test. */
    default void run(ProcessBody body) {
        stage().run(body);
    }

    /** The unit of time of the tests: long enough that nothing the broker does by itself takes as long. */
    default Duration tick() {
        return stage().second();
    }

    default Duration ticks(long count) {
        return tick().multipliedBy(count);
    }

    /** Longer than anything the broker does by itself in these tests. */
    default Duration aLongTime() {
        return ticks(40);
    }

    /** Scheduler time since the test began. */
    default Duration elapsed() {
        return stage().elapsed();
    }

    default void assertElapsed(Duration expected) {
        assertDuration(elapsed(), expected);
    }

    /** Checks a time that was measured: never earlier than planned, nor later than allowed. */
    default void assertDuration(Duration actual, Duration expected) {
        assertThat(actual).isBetween(expected, expected.plus(stage().lateness()));
    }

    default void sleepFor(Duration duration) throws InterruptedException {
        scheduler().sleep(duration);
    }

    /** Sleeps until a time, whatever came too late before. */
    default void sleepUntil(Instant time) throws InterruptedException {
        Duration left = Duration.between(scheduler().clock().instant(), time);
        sleepFor(left.isNegative() ? Duration.ZERO : left);
    }

    /** Waits until every other process has done what it can do now. */
    default void settleDown() throws InterruptedException {
        stage().settle();
    }

    // ---- what processes noted ----

    /** Checks what several processes have noted; where they run in parallel, the order among them is left to chance. */
    default void assertNoted(List<String> notes, String... expected) {
        stage().assertLog(notes, expected);
    }

    /** Checks notes, in this order, that may end with a time in ticks, such as {@code 2 at 3}. */
    default void assertTimed(List<String> notes, String... expected) {
        assertThat(notes).hasSize(expected.length);
        for (int n = 0; n < expected.length; n++) {
            String[] actual = notes.get(n).split(" at ", 2);
            String[] planned = expected[n].split(" at ", 2);
            assertThat(actual).as(notes.get(n)).hasSameSizeAs(planned);
            assertThat(actual[0]).isEqualTo(planned[0]);
            if (planned.length == 2) {
                assertDuration(ticks(Long.parseLong(actual[1])), ticks(Long.parseLong(planned[1])));
            }
        }
    }

    // ---- for the contracts ----

    /** Skips the test if the engine lacks one of {@code needed}. */
    default void requires(Feature... needed) {
        for (Feature feature : needed) {
            assumeTrue(features().contains(feature), () -> "the engine does not have " + feature);
        }
    }

    default SimProcess spawn(String name, ProcessBody body) {
        return scheduler().spawn(name, body);
    }

    /** Starts a process that another one waits for. */
    default <T> Task<T> start(String name, Callable<T> body) {
        return new Task<>(this, name, body);
    }

    /** Publishes {@code payloads} to the topic {@code orders}, without ever waiting. */
    default void publish(String... payloads) {
        for (String payload : payloads) {
            broker().tryPublish(ORDERS, payload);
        }
    }

    /** Publishes {@code 1} to {@code count} to the topic {@code orders}, without ever waiting. */
    default void publish(int count) {
        for (int n = 1; n <= count; n++) {
            publish("" + n);
        }
    }

    /** Receives what is there now, and leaves it in flight. */
    default <T> List<Delivery<T>> receiveAll(Subscriber<T> subscriber) {
        var deliveries = new ArrayList<Delivery<T>>();
        for (Optional<Delivery<T>> next = subscriber.tryReceive(); next.isPresent(); next = subscriber.tryReceive()) {
            deliveries.add(next.get());
        }
        return deliveries;
    }

    /** Receives and acknowledges what is there now, and answers what it carried. */
    default <T> List<T> drain(Subscriber<T> subscriber) {
        var payloads = new ArrayList<T>();
        for (Optional<Delivery<T>> next = subscriber.tryReceive(); next.isPresent(); next = subscriber.tryReceive()) {
            next.get().ack();
            payloads.add(next.get().payload());
        }
        return payloads;
    }

    /** Receives what must be there now. */
    default <T> Delivery<T> next(Subscriber<T> subscriber) {
        return subscriber.tryReceive().orElseThrow(() -> new AssertionError("there is no message for " + subscriber));
    }

    /** The figures of the topic {@code orders}. */
    default TopicStatistics orders() {
        return broker().topics().stream()
                .filter(topic -> topic.topic().equals(ORDERS.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody has used " + ORDERS));
    }

    /** Notes from now on what the listeners of the broker are told. */
    default EventLog listen() {
        var log = new EventLog();
        broker().addListener(log);
        return log;
    }

    default SubscriptionStatistics figures(Subscriber<?> subscriber) {
        return subscriber.statistics();
    }

    default SubscriptionStatistics figures(String subscription) {
        return broker().subscriptions().stream()
                .filter(figures -> figures.subscription().equals(subscription))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no subscription '" + subscription + "'"));
    }

    /** Checks the conservation law, and that it reads {@code law}; see {@link ConservationLaw}. */
    default void assertLaw(SubscriptionStatistics figures, String law) {
        assertThat(ConservationLaw.of(figures)).isEqualTo(law);
    }

    default void assertLaw(Subscriber<?> subscriber, String law) {
        assertLaw(figures(subscriber), law);
    }
}
