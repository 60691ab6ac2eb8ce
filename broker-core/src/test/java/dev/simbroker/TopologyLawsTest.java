package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.Simulation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Laws that hold for any topology: nothing lost, nothing twice, order kept, and the same run every time. */
class TopologyLawsTest {

    private static final int TOPOLOGIES = 300;

    /** A random system: some topics, publishers and subscribers, with subscribers that come and go. */
    private static final class RandomSystem {

        final List<String> log = new ArrayList<>();
        final Map<String, List<String>> published = new LinkedHashMap<>();
        final Map<String, List<String>> received = new LinkedHashMap<>();
        final List<Subscriber<?>> subscribers = new ArrayList<>();

        private final Simulation simulation;
        private final Broker broker;
        private final RandomGenerator random;

        RandomSystem(long seed) {
            simulation = Simulation.builder().seed(seed).build();
            broker = Broker.create(simulation);
            random = simulation.random();
        }

        void run() {
            try (simulation) {
                int topics = 1 + random.nextInt(4);
                int permanent = 1 + random.nextInt(5);
                for (int s = 0; s < permanent; s++) {
                    spawnSubscriber("s" + s, someTopics(topics), Duration.ofMillis(random.nextInt(3000)));
                }
                int publishers = 1 + random.nextInt(5);
                for (int p = 0; p < publishers; p++) {
                    spawnPublisher("p" + p, topic(random.nextInt(topics)));
                }
                simulation.spawn("visitors", () -> {
                    for (int v = 0; v < 5; v++) {
                        simulation.sleep(Duration.ofMillis(random.nextInt(20_000)));
                        visit("v" + v, someTopics(topics));
                    }
                });
                simulation.run();
            }
        }

        private List<Topic<String>> someTopics(int topics) {
            var chosen = new ArrayList<Topic<String>>();
            for (int t = 0; t < topics; t++) {
                if (chosen.isEmpty() || random.nextBoolean()) {
                    chosen.add(random.nextInt(chosen.size() + 1), topic(t));
                }
            }
            return chosen;
        }

        private static Topic<String> topic(int number) {
            return Topic.of("topic-" + number, String.class);
        }

        private void spawnPublisher(String name, Topic<String> topic) {
            var publisher = broker.publisher(name, topic);
            int count = 1 + random.nextInt(30);
            int interval = random.nextInt(4000);
            simulation.spawn(name, () -> {
                for (int n = 1; n <= count; n++) {
                    String payload = name + "#" + n;
                    published
                            .computeIfAbsent(topic.name(), t -> new ArrayList<>())
                            .add(payload);
                    publisher.publish(payload);
                    note(payload);
                    simulation.sleep(Duration.ofMillis(interval));
                }
            });
        }

        private void spawnSubscriber(String name, List<Topic<String>> topics, Duration processing) {
            var subscriber = broker.subscribe(topics, Subscription.named(name));
            subscribers.add(subscriber);
            simulation.spawn(name, () -> {
                while (true) {
                    receive(subscriber);
                    simulation.sleep(processing);
                }
            });
        }

        private void visit(String name, List<Topic<String>> topics) throws InterruptedException {
            try (var subscriber = broker.subscribe(topics, Subscription.named(name))) {
                subscribers.add(subscriber);
                for (int n = random.nextInt(5); n > 0; n--) {
                    if (subscriber.receive(Duration.ofSeconds(1)).isPresent()) {
                        note(name + " visited");
                    }
                }
            }
        }

        private void receive(Subscriber<String> subscriber) throws InterruptedException {
            var delivery = subscriber.receive();
            String topic = delivery.message().topic().name();
            received.computeIfAbsent(subscriber.name() + "/" + topic, key -> new ArrayList<>())
                    .add(delivery.payload());
            note(subscriber.name() + " < " + delivery.payload() + " after " + delivery.latency());
        }

        private void note(String event) {
            log.add(simulation.elapsed() + " " + event);
        }
    }

    @Test
    void nothingIsLost_nothingComesTwice_andOrderIsKept() {
        for (long seed = 0; seed < TOPOLOGIES; seed++) {
            var system = new RandomSystem(seed);
            system.run();

            for (var subscriber : system.subscribers) {
                for (var destination : subscriber.destinations()) {
                    var figures = subscriber.statistics(destination);
                    assertThat(figures.delivered())
                            .as("conservation on %s, seed %d", figures.destination(), seed)
                            .isEqualTo(figures.received() + figures.dropped() + figures.ready());
                    if (subscriber.name().startsWith("s")) {
                        assertThat(system.received.getOrDefault(
                                        figures.subscription() + "/" + figures.destination(), List.of()))
                                .as("what %s got of %s, seed %d", subscriber.name(), figures.destination(), seed)
                                .isEqualTo(system.published.getOrDefault(figures.destination(), List.of()));
                    }
                }
            }
        }
    }

    @Test
    void messagesOfOnePublisher_areReceivedInTheirOrder() {
        for (long seed = 0; seed < TOPOLOGIES; seed++) {
            var system = new RandomSystem(seed);
            system.run();

            long currentSeed = seed;
            system.received.forEach((where, payloads) -> {
                var last = new HashMap<String, Integer>();
                for (String payload : payloads) {
                    int number = Integer.parseInt(payload.substring(payload.indexOf('#') + 1));
                    String publisher = payload.substring(0, payload.indexOf('#'));
                    assertThat(number)
                            .as("%s, seed %d", where, currentSeed)
                            .isEqualTo(last.getOrDefault(publisher, 0) + 1);
                    last.put(publisher, number);
                }
            });
        }
    }

    @Test
    @Tag("determinism")
    void theSameSeed_givesTheSameRun() {
        for (long seed = 0; seed < 50; seed++) {
            var one = new RandomSystem(seed);
            var other = new RandomSystem(seed);
            one.run();
            other.run();

            assertThat(one.log).as("seed %d", seed).isNotEmpty().isEqualTo(other.log);
        }
    }

    /** The digests were taken once; every JDK and every number of carrier threads must come to them. */
    @ParameterizedTest
    @CsvSource({
        "1,39f440d0b3e58045a841c47abe396008540699b1ea9ca4a8747f071aa334af12",
        "2,77afc14e745491b64ca75f3e4974f3039e84a742cfc29ff05749e9433155c118",
        "3,825c6c9cf3662f108c5a2f220f1eed24ad7b9e327aa07daf06dece109db8a4ea"
    })
    @Tag("determinism")
    void runs_areTheSameOnEveryMachine(long seed, String digest) throws Exception {
        var system = new RandomSystem(seed);
        system.run();

        byte[] bytes = String.join("\n", system.log).getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(digest);
    }
}
