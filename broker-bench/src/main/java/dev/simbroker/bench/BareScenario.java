package dev.simbroker.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The demo's scenario {@code original} on the bare loop: a queue for each subscription, without a broker. */
final class BareScenario implements AutoCloseable {

    private record Sent(String text, long time) {}

    /** A subscriber: its queues in declared order, and its task while the task waits. */
    private final class Inbox {

        private final List<ArrayDeque<Sent>> queues;
        private @Nullable BareTask waiting;
        private long received;

        Inbox(int topics) {
            queues = Stream.generate(() -> new ArrayDeque<Sent>()).limit(topics).toList();
        }

        void put(int topic, Sent message) {
            queues.get(topic).add(message);
            delivered++;
            if (waiting != null) {
                loop.wake(waiting);
                waiting = null;
            }
        }

        Sent take() {
            while (true) {
                for (var queue : queues) {
                    Sent message = queue.poll();
                    if (message != null) {
                        received++;
                        return message;
                    }
                }
                waiting = loop.current();
                loop.await();
            }
        }
    }

    private final BareLoop loop = new BareLoop();
    private final Inbox inventory = new Inbox(1);
    private final Inbox email = new Inbox(1);
    private final Inbox analytics = new Inbox(2);
    private long published;
    private long delivered;
    /** The sum of all latencies, in nanoseconds: reads every message's timestamp, as a broker does. */
    private long latency;

    BareScenario() {
        loop.spawn(() -> publish("OrderService", 2_000, message -> {
            inventory.put(0, message);
            email.put(0, message);
            analytics.put(0, message);
        }));
        loop.spawn(() -> publish("UserService", 1_500, message -> analytics.put(1, message)));
        loop.spawn(() -> process(inventory, 500));
        loop.spawn(() -> process(email, 3_000));
        loop.spawn(() -> process(analytics, 1_000));
    }

    private void publish(String name, long intervalMillis, Consumer<Sent> topic) {
        for (long n = 1; ; n++) {
            published++;
            topic.accept(new Sent("Message " + n + " from " + name, loop.now()));
            loop.sleep(intervalMillis * 1_000_000);
        }
    }

    private void process(Inbox inbox, long millis) {
        while (true) {
            Sent message = inbox.take();
            latency += loop.now() - message.time();
            loop.sleep(millis * 1_000_000);
        }
    }

    ScenarioCounts run(Duration duration) {
        loop.runTo(loop.now() + duration.toNanos());
        return new ScenarioCounts(published, delivered, inventory.received, email.received, analytics.received);
    }

    /** The sum of all latencies, in nanoseconds. */
    long latency() {
        return latency;
    }

    @Override
    public void close() {
        loop.close();
    }
}
