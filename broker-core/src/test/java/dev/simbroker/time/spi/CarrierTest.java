package dev.simbroker.time.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.ExternalBlockingException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another way to carry processes, made of nothing except the SPI: a platform thread and a semaphore for each. */
class CarrierTest {

    private static final Topic<Integer> ORDERS = Topic.of("orders", Integer.class);

    private static final class PlatformThreads implements Carrier {

        private final List<Thread> threads = new ArrayList<>();
        private int handOvers;
        private boolean closed;

        @Override
        public Coroutine coroutine(CarriedProcess process) {
            var coroutine = new OnSemaphore(process);
            threads.add(coroutine.thread());
            return coroutine;
        }

        @Override
        public void close() {
            closed = true;
        }

        private final class OnSemaphore implements Coroutine {

            private final CarriedProcess process;
            private final Thread thread;
            private final Semaphore turns = new Semaphore(0);
            private boolean started;

            OnSemaphore(CarriedProcess process) {
                this.process = process;
                this.thread = Thread.ofPlatform().name(process.name()).daemon().unstarted(process::run);
            }

            @Override
            public Thread thread() {
                return thread;
            }

            @Override
            public void resume() {
                handOvers++;
                if (started) {
                    turns.release();
                } else {
                    started = true;
                    thread.start();
                }
            }

            @Override
            public void suspend() {
                while (!process.hasTurn()) {
                    turns.acquireUninterruptibly();
                }
            }

            @Override
            public void interrupt() {
                thread.interrupt();
            }

            @Override
            public void giveUp() {
                turns.release();
            }
        }
    }

    private final PlatformThreads carrier = new PlatformThreads();

    private Simulation.Builder carried() {
        return Simulation.builder().carrier(scheduler -> carrier);
    }

    /** Sleeps, mailboxes, a broker with leases, joins, interrupts, random numbers, a thread that carries itself. */
    private static void run(Simulation simulation) {
        var answers = Mailbox.<Integer>bounded(simulation, "answers", 2);
        var broker = Broker.create(simulation);
        var subscription = Subscription.named("workers").atLeastOnce(Duration.ofSeconds(2));
        for (int n = 0; n < 3; n++) {
            var orders = broker.subscribe(ORDERS, subscription);
            simulation.spawnBackground("worker-" + n, () -> {
                while (true) {
                    var order = orders.receive();
                    simulation.sleep(Duration.ofMillis(simulation.random().nextInt(3_000)));
                    answers.put(order.payload());
                    order.ack();
                }
            });
        }
        var thread = simulation.threadFactory("threads").newThread(() -> {
            try {
                simulation.sleep(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        simulation.run(() -> {
            thread.start();
            var sleeper = simulation.spawn("sleeper", () -> simulation.sleep(Duration.ofDays(1)));
            for (int n = 0; n < 20; n++) {
                broker.publish(ORDERS, n);
                answers.take();
            }
            sleeper.interrupt();
            sleeper.join();
            SimProcess.of(thread).orElseThrow().join();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fifo", "random", "pct"})
    void programs_doTheSame_whoeverCarriesThem(String name) {
        Schedule schedule = switch (name) {
            case "random" -> Schedule.random();
            case "pct" -> Schedule.pct(3);
            default -> Schedule.fifo();
        };
        var first = new EventTrace();
        var second = new EventTrace();
        String replay;
        try (var simulation =
                Simulation.builder().schedule(schedule).recordTo(first).build()) {
            run(simulation);
            replay = simulation.replay();
        }

        try (var simulation = carried().schedule(schedule).recordTo(second).build()) {
            run(simulation);
            assertThat(simulation.replay()).isEqualTo(replay);
        }

        EventTrace.requireSame(first, second);
        assertThat(carrier.handOvers).isGreaterThan(50);
        assertThat(carrier.threads).extracting(Thread::getName).contains("main", "sleeper", "worker-0");
    }

    @Test
    void close_unwindsProcesses_andThenTellsTheCarrier() {
        var log = new ArrayList<String>();
        try (var simulation = carried().build()) {
            simulation.spawn("patient", () -> {
                try {
                    simulation.sleep(Duration.ofDays(1));
                } finally {
                    log.add("unwound, closed " + carrier.closed);
                }
            });
            simulation.runFor(Duration.ofSeconds(1));
        }

        assertThat(log).containsExactly("unwound, closed false");
        assertThat(carrier.closed).isTrue();
        assertThat(carrier.threads)
                .allSatisfy(thread -> assertThat(thread.getState()).isEqualTo(Thread.State.TERMINATED));
    }

    /** The innermost frame that is not the library's would be one of the carrier. */
    @Test
    void reports_nameTheLineThatWaits_andNotTheCarrier() {
        try (var simulation = carried().build()) {
            var mailbox = Mailbox.<String>unbounded(simulation, "letters");

            assertThatExceptionOfType(DeadlockException.class)
                    .isThrownBy(() -> simulation.run(() -> mailbox.take()))
                    .satisfies(deadlock -> assertThat(deadlock.blocked())
                            .extracting(BlockedProcess::waitingFor)
                            .containsExactly("an element of mailbox 'letters'"))
                    .withMessageNotContaining("OnSemaphore");
        }
    }

    @Test
    void processThatBlocksOutside_isNoticed_andGivenUp() {
        var never = new CountDownLatch(1);
        try (var simulation =
                carried().externalBlockingLimit(Duration.ofMillis(100)).build()) {
            assertThatExceptionOfType(ExternalBlockingException.class)
                    .isThrownBy(() -> simulation.run(() -> never.await(1, TimeUnit.MINUTES)))
                    .withMessageContaining("CarrierTest.java");
        }
    }
}
