package dev.simbroker.conformance;

import dev.simbroker.Assignment;
import dev.simbroker.Broker;
import dev.simbroker.Delivery;
import dev.simbroker.Member;
import dev.simbroker.Overflow;
import dev.simbroker.Publisher;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.TransactionAbortedException;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Publishers with sequences, workers that consume, process and publish through transactions, and chaos: from a seed,
 * any of them crashes before, in and after every step, by itself or from outside, and starts again. All times are whole
 * seconds, so that crashes also fall on the very instant of another event.
 */
final class CrashingPipeline {

    private static final Topic<String> INPUTS = Topic.of("inputs", String.class);
    private static final Topic<String> OUTPUTS = Topic.of("outputs", String.class);
    private static final int PUBLISHERS = 2;
    private static final int WORKERS = 3;
    private static final int INPUTS_OF_EACH = 8;
    private static final Duration CHAOS = Duration.ofMinutes(2);

    private final Random random;
    private final Simulation simulation;
    private final Broker broker;
    private final Subscription settings;
    private final List<SimProcess> victims = new ArrayList<>();
    private final List<Subscriber<String>> members = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> effects = new ArrayList<>();
    private final List<String> slowEffects = new ArrayList<>();
    private boolean chaos = true;
    private int crashes;

    /** The end of a process, at a step of its own. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    CrashingPipeline(long seed) {
        this(seed, Simulation.builder());
    }

    CrashingPipeline(long seed, Simulation.Builder builder) {
        random = new Random(seed);
        simulation = builder.seed(seed).build();
        broker = Broker.create(simulation);
        settings = Subscription.named("workers")
                .exactlyOnce(Duration.ofSeconds(10))
                .deliveryLimit(Subscription.UNLIMITED)
                .assignment(Assignment.values()[random.nextInt(Assignment.values().length)])
                .capacity(random.nextBoolean() ? 2 : Subscription.UNLIMITED, Overflow.BLOCK)
                .maxInFlight(random.nextBoolean() ? 2 : Subscription.UNLIMITED);
    }

    List<String> inputs() {
        return inputs;
    }

    List<String> effects() {
        return effects;
    }

    /** The effects that a slow consumer of the outputs saw; transactions wait for space in its queue. */
    List<String> slowEffects() {
        return slowEffects;
    }

    int crashes() {
        return crashes;
    }

    SubscriptionStatistics workers() {
        return broker.subscriptions().getFirst();
    }

    void run() {
        try (simulation) {
            simulation.run(this::runAll);
        }
    }

    private void runAll() throws InterruptedException {
        broker.createSubscription(INPUTS, settings);
        var quick = broker.subscribe(OUTPUTS, Subscription.named("effects"));
        var slow = broker.subscribe(
                OUTPUTS, Subscription.named("slow").atLeastOnce().capacity(1 + random.nextInt(3), Overflow.BLOCK));
        simulation.spawnBackground("slow", () -> {
            while (true) {
                var delivery = slow.receive();
                slowEffects.add(delivery.payload());
                delivery.ack();
                pause(3);
            }
        });
        var publishers = new ArrayList<SimProcess>();
        for (int n = 0; n < PUBLISHERS; n++) {
            publishers.add(spawnPublisher("p" + n));
        }
        for (int n = 0; n < WORKERS; n++) {
            spawnWorker("w" + n);
        }
        simulation.spawnBackground("chaos", this::spread);
        simulation.sleep(CHAOS);
        chaos = false;
        for (SimProcess publisher : publishers) {
            publisher.join();
        }
        simulation.sleep(CHAOS.multipliedBy(3));
        for (var next = quick.tryReceive(); next.isPresent(); next = quick.tryReceive()) {
            effects.add(next.get().payload());
        }
    }

    // ---- publishers ----

    /** The number it was about to publish, and perhaps did: all that it remembers over a crash. */
    private SimProcess spawnPublisher(String name) {
        for (int n = 1; n <= INPUTS_OF_EACH; n++) {
            inputs.add(name + "#" + n);
        }
        var publisher = broker.publisher(name, INPUTS);
        var next = new int[] {1};
        return simulation.spawn(name, () -> {
            while (next[0] <= INPUTS_OF_EACH) {
                runVictim(name, () -> publish(publisher, next));
                pause(4);
            }
        });
    }

    private void publish(Publisher<String> publisher, int[] next) throws InterruptedException {
        next[0] = Math.max(1, next[0] - random.nextInt(2));
        while (next[0] <= INPUTS_OF_EACH) {
            step();
            publisher.publish(next[0], publisher.name() + "#" + next[0]);
            step();
            next[0]++;
            pause(8);
        }
    }

    // ---- workers ----

    private void spawnWorker(String name) {
        simulation.spawnBackground(name, () -> {
            while (true) {
                var subscriber =
                        broker.subscribe(INPUTS, settings, Member.unnamed().weight(1 + random.nextInt(3)));
                members.add(subscriber);
                runVictim(name, () -> work(subscriber));
                pause(4);
                subscriber.crash();
                members.remove(subscriber);
                pause(4);
            }
        });
    }

    private void work(Subscriber<String> subscriber) throws InterruptedException {
        while (true) {
            step();
            var delivery = subscriber.receive();
            step();
            pause(6);
            try {
                process(delivery);
            } catch (TransactionAbortedException e) {
                // the message has gone to somebody else
            }
            step();
            pause(3);
        }
    }

    private void process(Delivery<String> delivery) throws InterruptedException {
        broker.transaction(transaction -> {
            step();
            transaction.publish(OUTPUTS, "effect of " + delivery.payload());
            step();
            pause(6);
            transaction.ack(delivery);
            step();
        });
    }

    // ---- chaos ----

    /** Runs a process that may crash, and waits for its end. */
    private void runVictim(String name, ProcessBody body) throws InterruptedException {
        var victim = simulation.spawn(name + "'s body", () -> {
            try {
                body.run();
            } catch (Crash | InterruptedException | SubscriptionClosedException e) {
                // so ends a crashed process
            }
        });
        victims.add(victim);
        victim.join();
        victims.remove(victim);
    }

    /** A step of a victim, at which it may crash. */
    private void step() {
        if (chaos && random.nextInt(12) == 0) {
            crashes++;
            if (random.nextBoolean()) {
                throw new Crash();
            }
            Thread.currentThread().interrupt();
        }
    }

    /** Crashes processes from outside, and the subscribers of some that do not notice. */
    private void spread() throws InterruptedException {
        while (chaos) {
            pause(5);
            if (random.nextBoolean() && !victims.isEmpty()) {
                crashes++;
                victims.get(random.nextInt(victims.size())).interrupt();
            }
            if (random.nextInt(3) == 0 && !members.isEmpty()) {
                crashes++;
                members.get(random.nextInt(members.size())).crash();
            }
        }
    }

    private void pause(int longest) throws InterruptedException {
        simulation.sleep(Duration.ofSeconds(random.nextInt(longest + 1)));
    }
}
