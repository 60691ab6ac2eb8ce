package dev.simbroker.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A random program over mailboxes and selects does the same things in the same order on every JDK and any number of
 * cores. A digest changes only when the meaning of a program does, which is news for users.
 */
@Tag("determinism")
class QueueDeterminismTest {

    private static final Duration LENGTH = Duration.ofMinutes(2);

    @ParameterizedTest
    @CsvSource({
        "0, 4f32590d3f9cc8754175477df9a1314184eaab9edcd678efc1faf5a8814559b5",
        "1, 10a2b8c24a5f757e19e53deeef22b2f884519c030a24b2a51007e44a54ab04d7",
        "42, e181aeb3130fa17c890041923f2f864531760aff01f2881bbe6f2c1fc20e8e3c",
        "-7, 9db6c7c4c4b089b98cd90fc65a61b4061b0918001e19810b3bda66514a44d30a"
    })
    void eventLog_isTheSame_everywhere(long seed, String digest) {
        assertThat(sha256(new Program(seed).run())).isEqualTo(digest);
    }

    @Test
    void eventLog_isLong_andDiffersBetweenSeeds() {
        List<String> log = new Program(0).run();

        assertThat(log).hasSizeGreaterThan(1_000);
        assertThat(new Program(0).run()).isEqualTo(log);
        assertThat(new Program(1).run()).isNotEqualTo(log);
    }

    @Test
    void twoRuns_areTheSameEventByEvent() {
        for (Schedule schedule : List.of(Schedule.fifo(), Schedule.random(), Schedule.pct(3, 10_000))) {
            EventTrace.audit(trace ->
                    new Program(Simulation.builder().schedule(schedule).recordTo(trace)).run(Duration.ofSeconds(5)));
        }
    }

    private static String sha256(List<String> log) {
        try {
            byte[] bytes = String.join("\n", log).getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Program {

        private final Simulation simulation;
        private final RandomGenerator random;
        private final List<Mailbox<String>> mailboxes;
        private final List<SimProcess> victims = new ArrayList<>();
        private final List<String> log = new ArrayList<>();

        Program(long seed) {
            this(Simulation.builder().seed(seed));
        }

        Program(Simulation.Builder builder) {
            simulation = builder.build();
            random = simulation.random();
            mailboxes = IntStream.range(0, 5)
                    .mapToObj(index -> Mailbox.<String>bounded(simulation, "m" + index, 1 + random.nextInt(4)))
                    .toList();
        }

        List<String> run() {
            return run(LENGTH);
        }

        List<String> run(Duration length) {
            try (simulation) {
                spawn("producer a", () -> produce("a"));
                spawn("producer b", () -> produce("b"));
                spawn("producer c", () -> produce("c"));
                spawn("taker", () -> mailbox().take());
                spawn("poller", () -> mailbox().poll(random.nextInt(30), MILLISECONDS));
                for (var order : Select.Order.values()) {
                    var select = Select.of(simulation, order, mailboxes);
                    spawn("select " + order, () -> select.select(Duration.ofMillis(random.nextInt(100))));
                }
                simulation.spawn("interrupter", () -> {
                    while (true) {
                        simulation.sleep(Duration.ofMillis(random.nextInt(500)));
                        victims.get(random.nextInt(victims.size())).interrupt();
                    }
                });
                simulation.runFor(length);
                mailboxes.forEach(mailbox -> log(mailbox.name(), mailbox));
                return List.copyOf(log);
            }
        }

        /** A process that makes {@code call} again and again, and logs what comes of it. */
        private void spawn(String name, QueueContract.Call call) {
            victims.add(simulation.spawn(name, () -> {
                while (true) {
                    try {
                        log(name, call.call());
                        simulation.sleep(Duration.ofMillis(random.nextInt(50)));
                    } catch (InterruptedException e) {
                        log(name, "interrupted");
                    }
                }
            }));
        }

        private String produce(String name) throws InterruptedException {
            String element = name + random.nextInt(1_000);
            Mailbox<String> mailbox = mailbox();
            boolean accepted = mailbox.offer(element, random.nextInt(60), MILLISECONDS);
            return (accepted ? "put " : "could not put ") + element + " into " + mailbox.name();
        }

        private Mailbox<String> mailbox() {
            return mailboxes.get(random.nextInt(mailboxes.size()));
        }

        private void log(String who, @Nullable Object what) {
            log.add(simulation.nanoTime() + " " + who + ": " + what);
        }
    }
}
