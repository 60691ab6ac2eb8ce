package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes that take their time to end while their simulation closes, and do end: the close goes on with the next, and
 * forgets nobody.
 */
// On a thread of its own, because a close that hangs does not react to an interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("external")
class StuckCloseTest {

    private static final Duration LIMIT = Duration.ofMillis(200);

    private final List<SimProcess> processes = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    // ---- blocked outside the simulation ----

    @Test
    void whoIsBlockedOutside_isInterrupted_andPassesTheCloseOn() {
        try (var simulation = Simulation.builder().externalBlockingLimit(LIMIT).build()) {
            spawn(simulation, "before", () -> {});
            spawn(simulation, "blocked", () -> new Semaphore(0).acquire());
            spawn(simulation, "between", () -> {});
            spawn(simulation, "blocked too", () -> new Semaphore(0).acquire());
            spawn(simulation, "after", () -> {});
            simulation.runFor(Duration.ofSeconds(1));
        }

        assertThat(ends)
                .containsExactly("before", "blocked interrupted", "between", "blocked too interrupted", "after");
        assertAllHaveEnded();
    }

    /** It is interrupted again as long as there is patience with it. */
    @Test
    void whoEndsOnlyWhenInterruptedAgain_passesTheCloseOn() {
        try (var simulation = Simulation.builder().externalBlockingLimit(LIMIT).build()) {
            spawn(simulation, "stubborn", () -> {
                try {
                    new Semaphore(0).acquire();
                } catch (InterruptedException e) {
                    new Semaphore(0).acquire();
                }
            });
            spawn(simulation, "after", () -> {});
            simulation.runFor(Duration.ofSeconds(1));
        }

        assertThat(ends).containsExactly("stubborn interrupted", "after");
        assertAllHaveEnded();
    }

    // ---- a limit of real time ----

    @Test
    void aLimitOfRealTime_thatPassesWhileManyEnd_losesNoneOfThem() {
        try (var simulation = Simulation.builder().realTimeLimit(LIMIT).build()) {
            for (int n = 1; n <= 100; n++) {
                spawn(simulation, "process " + n, n % 50 == 25 ? StuckCloseTest::computeUntilInterrupted : () -> {});
            }
            simulation.runFor(Duration.ofSeconds(1));
        }

        assertThat(ends)
                .isEqualTo(IntStream.rangeClosed(1, 100)
                        .mapToObj(n -> "process " + n + (n % 50 == 25 ? " interrupted" : ""))
                        .toList());
        assertAllHaveEnded();
    }

    /** Together they take several times as long as the limit, which the run has exceeded already. */
    @Test
    void eachThatEnds_hasTheWholeLimitToItself() {
        var turn = new Object() {
            long began;
        };
        var hurried = new ArrayList<String>();
        var simulation = Simulation.builder().realTimeLimit(LIMIT).build();
        for (int n = 1; n <= 6; n++) {
            String name = "process " + n;
            spawn(simulation, name, () -> {
                boolean interrupted = computeFor(LIMIT.multipliedBy(3).dividedBy(4));
                long now = System.nanoTime();
                if (interrupted && now - turn.began < LIMIT.toNanos()) {
                    hurried.add(name);
                }
                turn.began = now;
            });
        }
        simulation.spawn("miner", StuckCloseTest::computeUntilInterrupted);
        assertThatExceptionOfType(RealTimeLimitException.class).isThrownBy(simulation::run);

        turn.began = System.nanoTime();
        simulation.close();

        assertThat(hurried).isEmpty();
        assertThat(ends).hasSize(6);
        assertAllHaveEnded();
    }

    // ---- what they do ----

    /** Spawns a process that sleeps until the end, then does what {@code last} says, and notes how that went. */
    private void spawn(Simulation simulation, String name, ProcessBody last) {
        processes.add(simulation.spawn(name, () -> {
            try {
                simulation.sleep(Duration.ofDays(1));
            } finally {
                try {
                    last.run();
                    ends.add(name);
                } catch (InterruptedException e) {
                    ends.add(name + " interrupted");
                }
            }
        }));
    }

    private static void computeUntilInterrupted() throws InterruptedException {
        while (!Thread.interrupted()) {
            Thread.onSpinWait();
        }
        throw new InterruptedException();
    }

    /** Computes until the time is over, or an interrupt; answers whether it was that. */
    private static boolean computeFor(Duration realTime) {
        long began = System.nanoTime();
        while (System.nanoTime() - began < realTime.toNanos()) {
            if (Thread.interrupted()) {
                return true;
            }
        }
        return false;
    }

    /** One that is left behind has not ended for its simulation. */
    private void assertAllHaveEnded() {
        assertThat(processes).extracting(SimProcess::state).containsOnly(SimProcess.State.TERMINATED);
    }
}
