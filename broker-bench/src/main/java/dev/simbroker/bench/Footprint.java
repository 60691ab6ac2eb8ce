package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.Overflow;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A kind of object whose retained heap is measured: many are created, and the heap in use is compared before and after,
 * each time after garbage collections.
 *
 * <p>Stacks of parked virtual threads are in the heap and count. The messages themselves do not: they are published to
 * one subscription and to five, and the difference is that of four.
 */
enum Footprint {

    /** A process that sleeps. */
    PROCESS {
        @Override
        double measure(int count) {
            long before = used();
            try (var simulation = Simulation.create()) {
                for (int i = 0; i < count; i++) {
                    simulation.spawn("process " + i, () -> simulation.sleep(LONG));
                }
                simulation.runFor(Duration.ofSeconds(1));
                long after = used();
                Checks.same("the number of processes", simulation.blocked().size(), count);
                return (double) (after - before) / count;
            }
        }
    },

    /** A task of the bare loop that sleeps, for comparison. */
    BARE_PROCESS {
        @Override
        double measure(int count) {
            long before = used();
            try (var loop = new BareLoop()) {
                for (int i = 0; i < count; i++) {
                    loop.spawn(() -> loop.sleep(LONG.toNanos()));
                }
                loop.runTo(1);
                return (double) (used() - before) / count;
            }
        }
    },

    /** A message that is ready in a subscription queue. */
    QUEUED_MESSAGE {
        @Override
        double measure(int count) {
            return perSubscription(count, false, subscription -> subscription.capacity(count, Overflow.REJECT));
        }
    },

    /** A message that is ready in the log of its topic. */
    LOGGED_MESSAGE {
        @Override
        double measure(int count) {
            return perSubscription(count, false, subscription -> subscription);
        }
    },

    /** A message on lease, with everything that a subscription keeps of it. */
    OPEN_LEASE {
        @Override
        double measure(int count) {
            return perSubscription(count, true, subscription -> subscription);
        }
    },

    /** An idle subscriber with a subscription of its own. */
    IDLE_SUBSCRIBER {
        @Override
        double measure(int count) {
            long before = used();
            try (var simulation = Simulation.create()) {
                var broker = Broker.create(simulation);
                for (int i = 0; i < count; i++) {
                    broker.subscribe(TOPIC);
                }
                long after = used();
                Checks.same("the number of subscribers", broker.subscribers().size(), count);
                return (double) (after - before) / count;
            }
        }
    };

    private static final Duration LONG = Duration.ofDays(36_500);
    private static final Topic<Object> TOPIC = Topic.of("objects", Object.class);
    private static final int MORE_SUBSCRIPTIONS = 4;

    /** The bytes for each of {@code count} objects. */
    abstract double measure(int count);

    private static double perSubscription(int count, boolean received, UnaryOperator<Subscription> settings) {
        long one = usedWith(1, count, received, settings);
        long more = usedWith(1 + MORE_SUBSCRIPTIONS, count, received, settings);
        return (double) (more - one) / MORE_SUBSCRIPTIONS / count;
    }

    private static long usedWith(int subscriptions, int count, boolean received, UnaryOperator<Subscription> settings) {
        long before = used();
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var subscribers = new ArrayList<Subscriber<Object>>();
            for (int i = 0; i < subscriptions; i++) {
                var subscription = Subscription.named("subscription " + i).atLeastOnce(LONG);
                subscribers.add(broker.subscribe(TOPIC, settings.apply(subscription)));
            }
            simulation.run(() -> {
                for (int i = 0; i < count; i++) {
                    broker.publish(TOPIC, TOPIC);
                    if (received) {
                        receive(subscribers);
                    }
                }
            });
            long after = used();
            for (var subscriber : subscribers) {
                var figures = subscriber.statistics();
                Checks.same("the number of messages", received ? figures.inFlight() : figures.ready(), count);
            }
            return after - before;
        }
    }

    private static void receive(List<Subscriber<Object>> subscribers) throws InterruptedException {
        for (var subscriber : subscribers) {
            subscriber.receive();
        }
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    /**
     * Measures in this JVM and prints the bytes: {@code Footprint KIND COUNT}. Measures twice and drops the first
     * result: stacks are larger until their methods are compiled.
     */
    public static void main(String[] args) {
        var kind = Footprint.valueOf(args[0]);
        int count = Integer.parseInt(args[1]);
        kind.measure(count);
        System.out.printf(Locale.ROOT, "%.3f%n", kind.measure(count));
    }
}
