package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many simulations, many processes, many steps; and nothing is left of them. */
class SimulationScaleTest {

    private static final int ROUNDS = 10_000;

    @Test
    void tenThousandRounds_leaveNoThread() {
        List<Thread> threads = new ArrayList<>();

        for (int round = 0; round < ROUNDS; round++) {
            runAndClose(() -> threads.add(Thread.currentThread()));
        }

        assertThat(threads).hasSize(3 * ROUNDS).doesNotHaveDuplicates();
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void tenThousandRounds_leaveNothingInMemory() {
        List<WeakReference<Simulation>> simulations = new ArrayList<>();

        for (int round = 0; round < ROUNDS; round++) {
            simulations.add(new WeakReference<>(runAndClose(() -> {})));
        }

        await().until(() -> {
            System.gc();
            return simulations.stream().allMatch(simulation -> simulation.refersTo(null));
        });
    }

    @Test
    void endedProcesses_areNotRetainedByTheirSimulation() {
        try (var simulation = Simulation.create()) {
            List<WeakReference<SimProcess>> processes = new ArrayList<>();
            for (int n = 0; n < 1000; n++) {
                processes.add(new WeakReference<>(simulation.spawn("short-lived", () -> {})));
            }
            simulation.run();

            await().until(() -> {
                System.gc();
                return processes.stream().allMatch(process -> process.refersTo(null));
            });
        }
    }

    @Test
    void hundredThousandProcesses_sleepThrice() {
        int count = 100_000;
        var sleeps = new int[1];
        try (var simulation = Simulation.create()) {
            for (int n = 0; n < count; n++) {
                long millis = n % 1000;
                simulation.spawn("sleeper", () -> {
                    for (int sleep = 0; sleep < 3; sleep++) {
                        simulation.sleep(Duration.ofMillis(millis));
                        sleeps[0]++;
                    }
                });
            }

            simulation.run();

            assertThat(simulation.elapsed()).isEqualTo(Duration.ofMillis(3 * 999));
            assertThat(simulation.blocked()).isEmpty();
        }
        assertThat(sleeps[0]).isEqualTo(3 * count);
    }

    @Test
    void millionSteps_ofProcessesThatTakeTurns() {
        int steps = 1_000_000;
        var done = new int[1];
        var switches = new int[1];
        var last = new String[1];
        try (var simulation = Simulation.create()) {
            for (String name : List.of("a", "b")) {
                simulation.spawn(name, () -> {
                    for (int step = 0; step < steps / 2; step++) {
                        simulation.sleep(Duration.ofSeconds(1));
                        done[0]++;
                        switches[0] += name.equals(last[0]) ? 0 : 1;
                        last[0] = name;
                    }
                });
            }

            simulation.run();

            assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(steps / 2));
        }
        assertThat(done[0]).isEqualTo(switches[0]).isEqualTo(steps);
    }

    /** One process ends in the run; one sleeps and one waits at the close. */
    private static Simulation runAndClose(Runnable inEach) {
        var simulation = Simulation.create();
        try (simulation) {
            simulation.spawn("ended", inEach::run);
            simulation.spawn("sleeping", () -> {
                inEach.run();
                simulation.sleep(Duration.ofDays(1));
            });
            simulation.spawn("waiting", () -> {
                inEach.run();
                simulation.spi().currentWaiter().await(() -> "nothing", Scheduler.FOREVER);
            });
            simulation.runFor(Duration.ofSeconds(1));
        }
        return simulation;
    }
}
