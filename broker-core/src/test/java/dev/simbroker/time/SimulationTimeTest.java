package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.spi.Waiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, the clock, and the random source. */
class SimulationTimeTest extends SimulationFixture {

    // ---- durations and names ----

    @Test
    void veryLongSleep_isForEver() {
        simulation.spawn("sleeper", () -> simulation.sleep(seconds(Long.MAX_VALUE)));
        spawnSleeper("other", Duration.ofDays(36_500));

        simulation.run();

        assertThat(simulation.blocked())
                .extracting(BlockedProcess::name, BlockedProcess::waitingFor)
                .containsExactly(tuple("sleeper", "the end of a sleep of " + seconds(Long.MAX_VALUE)));
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofDays(36_500));
    }

    @Test
    void sleepBeyondTheEndOfTime_isForEver_alsoLateInTime() {
        simulation.runFor(Duration.ofDays(36_500));
        spawnSleeper("sleeper", Duration.ofNanos(Long.MAX_VALUE - 1));

        simulation.run();

        assertThat(log()).isEmpty();
        assertThat(simulation.blocked()).hasSize(1);
    }

    @Test
    void sleepForEver_canBeInterrupted() {
        SimProcess sleeper = spawnSleeper("sleeper", seconds(Long.MAX_VALUE));
        simulation.schedule(seconds(1), sleeper::interrupt);

        simulation.run();

        assertThat(sleeper.state()).isEqualTo(SimProcess.State.TERMINATED);
        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    @Test
    void sleep_isNotCutShort_byAWakeThatWasMeantForAnotherWait() {
        simulation.spawn("sleeper", () -> {
            Waiter waiter = simulation.spi().currentWaiter();
            simulation.schedule(seconds(1), waiter::wake);
            simulation.sleep(seconds(5));
            log("awake");
        });

        simulation.run();

        assertThat(log()).containsExactly("5s awake");
    }

    @Test
    void negativeDurations_areRefused() {
        SimProcess process = spawnSleeper("sleeper", seconds(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.schedule(seconds(-2), () -> {}))
                .withMessage("a delay must not be negative: PT-2S");
        simulation.run(() -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> simulation.sleep(Duration.ofNanos(-1)))
                    .withMessage("a sleep must not be negative: PT-0.000000001S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> process.join(seconds(-3)))
                    .withMessage("timeout must not be negative: PT-3S");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankNames_areRefused(String name) {
        String message = "a process's name must not be blank: '" + name + "'";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.spawn(name, () -> {}))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.spawnBackground(name, () -> {}))
                .withMessage(message);
    }

    // ---- the clock ----

    @Test
    void clock_showsTheSimulatedTime() {
        Clock clock = simulation.clock();
        assertThat(clock.instant()).isEqualTo(Instant.parse("2000-01-01T00:00:00Z"));
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);

        simulation.runFor(Duration.ofMillis(1500));

        assertThat(clock.instant()).isEqualTo(simulation.now()).isEqualTo(Instant.parse("2000-01-01T00:00:01.500Z"));
        assertThat(clock.millis()).isEqualTo(clock.instant().toEpochMilli());
        assertThat(simulation.nanoTime()).isEqualTo(1_500_000_000L);
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void clock_inAnotherZone_showsTheSameInstant() {
        Clock clock = simulation.clock().withZone(ZoneId.of("Asia/Tokyo"));
        simulation.runFor(seconds(1));

        assertThat(clock.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(clock.instant()).isEqualTo(simulation.now());
        assertThat(clock).isNotEqualTo(simulation.clock());
        assertThat(clock.withZone(ZoneOffset.UTC)).isEqualTo(simulation.clock()).hasSameHashCodeAs(simulation.clock());
        assertThat(clock).hasToString("SimulatedClock[2000-01-01T00:00:01Z,Asia/Tokyo]");
    }

    @Test
    void start_isWhatTheBuilderSays() {
        Instant start = Instant.parse("2024-02-29T23:59:59.999999999Z");
        try (var other = Simulation.builder().start(start).build()) {
            other.runFor(Duration.ofNanos(1));

            assertThat(other.now()).isEqualTo(Instant.parse("2024-03-01T00:00:00Z"));
            assertThat(other.nanoTime()).isEqualTo(1);
        }
    }

    @Test
    void time_mayBeReadByOtherThreads_whileTheSimulationRuns() {
        var seen = new ArrayList<Object>();
        simulation.run(() -> {
            simulation.sleep(seconds(3));
            Throwable thrown = thrownOnAnotherThread(() -> {
                seen.add(simulation.clock().instant());
                seen.add(simulation.now());
                seen.add(simulation.elapsed());
                seen.add(simulation.nanoTime());
            });
            assertThat(thrown).isNull();
        });

        Instant expected = START.plusSeconds(3);
        assertThat(seen).containsExactly(expected, expected, seconds(3), 3_000_000_000L);
    }

    // ---- chance ----

    @Test
    void random_isEqualForEqualSeeds_andDifferentForOthers() {
        assertThat(drawsOf(42)).isEqualTo(drawsOf(42)).isNotEqualTo(drawsOf(43));
    }

    @Test
    void random_drawsTheNumbersThatTheJavaSpecificationFixes() {
        assertThat(drawsOf(Simulation.DEFAULT_SEED)).isEqualTo(draws(new Random(Simulation.DEFAULT_SEED)));
    }

    @Test
    void random_ofDefaultSimulations_isTheSame() {
        try (var other = Simulation.create()) {
            assertThat(draws(simulation.random())).isEqualTo(draws(other.random()));
        }
    }

    @Test
    void random_isSharedByAllProcesses() {
        var drawn = new ArrayList<Integer>();
        for (int n = 0; n < 5; n++) {
            simulation.spawn("drawer " + n, () -> {
                drawn.add(simulation.random().nextInt());
                simulation.sleep(seconds(1));
                drawn.add(simulation.random().nextInt());
            });
        }

        simulation.run();

        assertThat(drawn).isEqualTo(draws(new Random(Simulation.DEFAULT_SEED)));
    }

    private static List<Integer> drawsOf(long seed) {
        try (var simulation = Simulation.builder().seed(seed).build()) {
            return simulation.call(() -> draws(simulation.random()));
        }
    }

    private static List<Integer> draws(RandomGenerator random) {
        return random.ints(10).boxed().toList();
    }
}
