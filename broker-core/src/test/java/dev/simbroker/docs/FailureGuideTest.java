package dev.simbroker.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.simbroker.Broker;
import dev.simbroker.Filter;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.concurrent.ProcessLock;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Exploration;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.spi.Carrier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Every message in {@code docs/failures.md} is what a run printed, line numbers and the hashes of replays aside. */
@Timeout(60)
@Tag("external")
@Tag("reports")
class FailureGuideTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final Path GUIDE = Path.of("../docs/failures.md");

    /** Checks that the guide shows {@code message}. */
    private static void assertShown(Throwable failure) throws IOException {
        String message = normalized(String.valueOf(failure.getMessage()));
        assertThat(normalized(Files.readString(GUIDE))).contains(message);
    }

    private static String normalized(String text) {
        return text.lines()
                .map(String::strip)
                .map(line -> line.replaceAll("\\.java:\\d+\\)", ".java)")
                        .replaceAll("lambda\\$\\w+\\$\\d+", "lambda")
                        .replaceAll("about \\d+\\.\\d s", "about some s")
                        .replaceAll("replay\\(\"[^\"]*\"\\)", "replay"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void aProcessFails() throws IOException {
        try (var simulation = Simulation.create()) {
            simulation.spawn("billing", () -> {
                simulation.sleep(Duration.ofSeconds(3));
                throw new IllegalArgumentException("no such order: 17");
            });

            assertShown(catchThrowable(simulation::run));
        }
    }

    @Test
    void aRefusedThreadIsMissed() throws IOException {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var billing = broker.subscribe(ORDERS, Subscription.named("billing"));

            assertShown(catchThrowable(() -> simulation.run(() -> {
                Thread thread = Thread.ofPlatform().name("http-1").unstarted(() -> publish(broker));
                thread.setUncaughtExceptionHandler((refused, ignored) -> {});
                thread.start();
                thread.join();
                billing.receive();
            })));
        }
    }

    private static void publish(Broker broker) {
        broker.tryPublish(ORDERS, "order 1");
    }

    @Test
    void anInterruptIsMissed() throws IOException {
        try (var simulation = Simulation.create()) {
            var work = Mailbox.<String>unbounded(simulation, "work");
            var runner = new AtomicReference<Thread>();
            var worker = simulation.spawn("worker", () -> {
                runner.set(Thread.currentThread());
                work.take();
            });

            assertShown(catchThrowable(() -> simulation.run(() -> {
                simulation.sleep(Duration.ofSeconds(1));
                runner.get().interrupt();
                worker.join();
            })));
        }
    }

    @Test
    void realTimeIsSpent() throws IOException {
        var answers = new LinkedBlockingQueue<String>();
        try (var simulation = Simulation.create()) {
            simulation.spawn("billing", () -> {
                if (answers.poll(500, TimeUnit.MILLISECONDS) == null) {
                    throw new IllegalStateException("no answer");
                }
            });

            assertShown(catchThrowable(simulation::run));
        }
    }

    @Test
    void theBodyWaitsForEver() throws IOException {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce());

            assertShown(catchThrowable(() -> simulation.run(() -> {
                broker.publish(ORDERS, "order 1");
                billing.receive().ack();
                billing.receive();
            })));
        }
    }

    @Test
    void processesWaitForEachOther() throws IOException {
        try (var simulation = Simulation.create()) {
            var accounts = ProcessLock.create(simulation, "accounts");
            var journal = ProcessLock.create(simulation, "journal");
            var transfer = simulation.spawn("transfer", () -> {
                accounts.lock();
                simulation.sleep(Duration.ofSeconds(1));
                journal.lock();
            });
            simulation.spawn("audit", () -> {
                journal.lock();
                simulation.sleep(Duration.ofSeconds(2));
                accounts.lock();
            });

            assertShown(catchThrowable(() -> simulation.run(transfer::join)));
        }
    }

    @Test
    void processesHaveNotEnded() throws IOException {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var billing = broker.subscribe(ORDERS);
            simulation.spawn("billing", () -> {
                while (true) {
                    billing.receive();
                }
            });
            simulation.run(() -> simulation.sleep(Duration.ofMinutes(1)));

            assertShown(catchThrowable(simulation::checkLeaks));
        }
    }

    @Test
    void theClockGoesTooFar() throws IOException {
        try (var simulation = Simulation.builder().timeLimit(Duration.ofDays(1)).build()) {
            simulation.spawn("poller", () -> {
                while (true) {
                    simulation.sleep(Duration.ofHours(7));
                }
            });

            assertShown(catchThrowable(simulation::run));
        }
    }

    @Test
    void theClockStandsStill() throws IOException {
        try (var simulation = Simulation.create()) {
            simulation.spawn("impatient", () -> {
                while (true) {
                    simulation.sleep(Duration.ZERO);
                }
            });

            assertShown(catchThrowable(simulation::run));
        }
    }

    @Test
    void itTakesTooLong() throws IOException {
        var stopped = new AtomicBoolean();
        try (var simulation =
                Simulation.builder().realTimeLimit(Duration.ofMillis(500)).build()) {
            simulation.spawn("miner", () -> {
                while (!stopped.get()) {
                    Thread.onSpinWait();
                }
            });

            assertShown(catchThrowable(simulation::run));
        } finally {
            stopped.set(true);
        }
    }

    @Test
    void aProcessSleepsForReal() throws IOException {
        try (var simulation = Simulation.create()) {
            simulation.spawn("billing", () -> Thread.sleep(10_000));

            assertShown(catchThrowable(simulation::run));
        }
    }

    @Test
    void aProcessWaitsForAMonitor() throws IOException {
        Object monitor = new Object();
        try (var simulation = Simulation.create()) {
            simulation.spawn("first", () -> {
                synchronized (monitor) {
                    simulation.sleep(Duration.ofSeconds(1));
                }
            });
            simulation.spawn("second", () -> {
                synchronized (monitor) {
                    simulation.sleep(Duration.ofSeconds(1));
                }
            });

            assertShown(catchThrowable(simulation::run));
        }
    }

    /** How many processes are listed depends on the machine. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void processesKeepTheirCarriers() throws IOException {
        int carriers = Runtime.getRuntime().availableProcessors();
        try (var simulation = Simulation.builder().carrier(Carrier.baton()).build()) {
            for (int n = 0; n < carriers; n++) {
                simulation.spawn("writer", () -> new Account().write(simulation));
            }
            simulation.spawn("reader", () -> simulation.sleep(Duration.ofSeconds(1)));

            String message = String.valueOf(catchThrowable(simulation::run).getMessage());
            assertThat(Files.readString(GUIDE))
                    .contains(message.lines().toList().getFirst());
        }
    }

    private static final class Account {

        synchronized void write(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofMinutes(1));
        }
    }

    @Test
    void twoRunsDiffer() throws IOException {
        var clock = new AtomicLong(17);

        assertShown(catchThrowable(() -> EventTrace.audit(trace -> {
            try (var simulation = Simulation.builder().recordTo(trace).build()) {
                var broker = Broker.create(simulation);
                simulation.run(() -> {
                    if (clock.incrementAndGet() % 2 == 0) { // stands for what a clock or a hash order may be
                        broker.publish(ORDERS, "order 1");
                    }
                    simulation.sleep(Duration.ofSeconds(1));
                });
            }
        })));
    }

    @Test
    void aReplayNoLongerFits() throws IOException {
        String replay;
        try (var simulation = Simulation.builder().schedule(Schedule.random()).build()) {
            var broker = Broker.create(simulation);
            simulation.run(() -> broker.publish(ORDERS, "order 1"));
            replay = simulation.replay();
        }

        try (var simulation = Simulation.builder().replay(replay).build()) {
            simulation.choose(2);
            assertShown(catchThrowable(() -> simulation.run(() -> simulation.sleep(Duration.ofSeconds(1)))));
        }
    }

    @Test
    void aProgramIsNotTheSameTheSecondTime() throws IOException {
        var runs = new ArrayList<Integer>();

        assertShown(catchThrowable(() -> Exploration.exhaustive().explore(schedule -> {
            runs.add(1);
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                for (String name : List.of("a", "b", "c").subList(0, runs.size() == 1 ? 3 : 2)) {
                    simulation.spawn(name, () -> simulation.sleep(Duration.ofSeconds(1)));
                }
                simulation.run();
            }
        })));
    }

    @Test
    void theDriverIsInterrupted() {
        Thread driver = Thread.currentThread();
        try (var simulation = Simulation.create()) {
            simulation.spawn("poller", () -> {
                while (true) {
                    simulation.sleep(Duration.ofHours(1));
                    if (simulation.elapsed().toDays() == 1) {
                        driver.interrupt();
                    }
                }
            });

            assertThat(catchThrowable(simulation::run))
                    .hasMessageStartingWith("the thread that drives the simulation was interrupted at simulated time ");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aThreadOfAnotherWorld() throws Exception {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            var thrown = new ArrayList<Throwable>();
            simulation.run(() -> {
                Thread thread = Thread.ofPlatform()
                        .name("http-1")
                        .unstarted(() -> thrown.add(catchThrowable(() -> broker.publish(ORDERS, "order 1"))));
                thread.start();
                thread.join();
            });
            assertShown(thrown.getFirst());

            assertShown(catchThrowable(() -> broker.subscribe(ORDERS).receive()));
        }
    }

    @Test
    void aListenerWaits() throws IOException {
        try (var simulation = Simulation.create()) {
            var broker = Broker.create(simulation);
            broker.subscribe(ORDERS, Subscription.named("billing").filter(Filter.of("slow", message -> {
                try {
                    simulation.sleep(Duration.ofSeconds(1));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return true;
            })));

            assertShown(catchThrowable(() -> simulation.run(() -> broker.publish(ORDERS, "order 1")))
                    .getCause());
        }
    }

    @Test
    void aHandlerThrows() throws IOException {
        Topic<String> answers = Topic.of("answers", String.class);
        Topic<String> audit = Topic.of("audit", String.class);
        try (var simulation = Simulation.create()) {
            var broker = Broker.builder(simulation).name("shop").build();
            var test = broker.subscribe(answers, Subscription.named("test"));
            broker.createSubscription(ORDERS, Subscription.named("express").filter(Filter.header("express", "yes")));
            broker.consume(ORDERS, Subscription.named("billing").deliveryLimit(2), delivery -> {
                if (!delivery.payload().startsWith("{")) {
                    throw new IllegalArgumentException("not json");
                }
                broker.publish(answers, "done");
            });

            assertShown(catchThrowable(() -> simulation.run(() -> {
                broker.publish(audit, "a test begins");
                broker.publish(ORDERS, "order 17");
                test.receive();
            })));
        }
    }
}
