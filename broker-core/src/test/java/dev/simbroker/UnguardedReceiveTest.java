package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.StepLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages of a topic's log are received outside the broker's guard in a simulation, where nobody can tell the
 * difference.
 */
@Timeout(60)
class UnguardedReceiveTest {

    private static final Subscription GROUP = Subscription.named("group");
    private static final int MESSAGES = 10;

    private static void publishAll(Broker broker) throws InterruptedException {
        for (int number = 0; number < MESSAGES; number++) {
            broker.publish(NUMBERS, number);
        }
    }

    @Test
    void stranger_isRefused_whileTheSimulationRuns_andTakesNothing() {
        try (var simulation = Simulation.create();
                var broker = Broker.create(simulation)) {
            var subscriber = broker.subscribe(NUMBERS);
            var refusal = new AtomicReference<Throwable>();

            int next = simulation.call(() -> {
                publishAll(broker);
                var stranger = Thread.ofPlatform().name("stranger").unstarted(subscriber::tryReceive);
                stranger.setUncaughtExceptionHandler((thread, thrown) -> refusal.set(thrown));
                stranger.start();
                stranger.join();
                return subscriber.receive().payload();
            });

            assertThat(refusal.get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("thread 'stranger' is not a process of the simulation");
            assertThat(next).isZero();
        }
    }

    @Test
    void receipts_areSteps_whereTheseAreLimited() {
        try (var simulation = Simulation.builder().stepLimit(3 * MESSAGES).build();
                var broker = Broker.create(simulation)) {
            var subscriber = broker.subscribe(NUMBERS);
            var received = new ArrayList<Integer>();
            simulation.spawn("receiver", () -> {
                publishAll(broker);
                while (true) {
                    subscriber.tryReceive();
                    received.add(received.size());
                }
            });

            assertThatExceptionOfType(StepLimitException.class).isThrownBy(simulation::run);
            assertThat(received).hasSizeBetween(MESSAGES, 2 * MESSAGES);
        }
    }

    /** Otherwise a schedule would never see two members of a group take turns. */
    @Test
    void betweenReceipts_othersMayGoFirst_whereTheScheduleWantsThat() {
        var seen = new HashSet<List<Integer>>();
        for (long seed = 0; seed < 20; seed++) {
            seen.add(receivedByTheFirst(
                    Simulation.builder().seed(seed).schedule(Schedule.random()).build()));
        }

        assertThat(seen).hasSizeGreaterThan(5);
        assertThat(receivedByTheFirst(Simulation.create())).hasSize(MESSAGES);
    }

    private static List<Integer> receivedByTheFirst(Simulation simulation) {
        var received = new ArrayList<Integer>();
        var byTheOther = new ArrayList<Integer>();
        try (simulation;
                var broker = Broker.create(simulation)) {
            var first = broker.subscribe(NUMBERS, GROUP);
            var second = broker.subscribe(NUMBERS, GROUP);
            simulation.run(() -> publishAll(broker));
            simulation.spawn("first", () -> drain(first, received));
            simulation.spawn("second", () -> drain(second, byTheOther));
            simulation.run();
        }
        var all = new ArrayList<>(received);
        all.addAll(byTheOther);
        assertThat(all).doesNotHaveDuplicates().hasSize(MESSAGES);
        assertThat(received).isSorted();
        assertThat(byTheOther).isSorted();
        return received;
    }

    private static void drain(Subscriber<Integer> subscriber, List<Integer> received) {
        for (var next = subscriber.tryReceive(); next.isPresent(); next = subscriber.tryReceive()) {
            received.add(next.get().payload());
        }
    }

    @Test
    void guardOfASimulation_wantsToBeEntered_whereOperationsAreNoted_andWhenItCloses() {
        var duringClose = new ArrayList<Boolean>();
        try (var plain = Simulation.create();
                var limited = Simulation.builder().stepLimit(1_000).build();
                var explored =
                        Simulation.builder().schedule(Schedule.pct(2, 10)).build()) {
            assertThat(EngineGuard.of(plain.spi()).mayStayOutside()).isTrue();
            assertThat(EngineGuard.of(limited.spi()).mayStayOutside()).isFalse();
            assertThat(EngineGuard.of(explored.spi()).mayStayOutside()).isFalse();
            EngineGuard guard = EngineGuard.of(plain.spi());
            plain.spawn("sleeper", () -> {
                try {
                    plain.sleep(Duration.ofDays(1));
                } finally {
                    duringClose.add(guard.mayStayOutside());
                }
            });
            plain.runFor(Duration.ofSeconds(1));
        }

        assertThat(duringClose).containsExactly(false);
    }
}
