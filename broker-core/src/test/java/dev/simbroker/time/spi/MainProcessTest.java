package dev.simbroker.time.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that runs one body after another, each in a run of its own. */
class MainProcessTest extends SimulationFixture {

    @Test
    void bodies_areRunByOneProcess_onOneThread() {
        MainProcess main = simulation.mainProcess();
        List<SimProcess> processes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int run = 1; run <= 3; run++) {
            main.run(() -> {
                processes.add(simulation.currentProcess().orElseThrow());
                threads.add(Thread.currentThread());
                simulation.sleep(seconds(1));
            });
        }

        assertThat(processes).hasSize(3);
        assertThat(processes.stream().distinct()).hasSize(1);
        assertThat(threads.stream().distinct()).hasSize(1);
        assertThat(simulation.elapsed()).isEqualTo(seconds(3));
    }

    @Test
    void runEnds_withItsBody_andTheOthersStayWhereTheyAre() {
        var log = new ArrayList<String>();
        MainProcess main = simulation.mainProcess();
        main.run(() -> simulation.spawn("other", () -> {
            simulation.sleep(seconds(2));
            log.add("other");
        }));
        main.run(() -> simulation.sleep(seconds(1)));
        assertThat(log).isEmpty();

        main.run(() -> simulation.sleep(seconds(1)));
        assertThat(log).containsExactly("other");
    }

    @Test
    void bodyThatWaitsForever_isADeadlock_alsoTheSecond() {
        MainProcess main = simulation.mainProcess();
        main.run(() -> {});
        var never = Mailbox.<String>unbounded(simulation, "never");

        assertThatThrownBy(() -> main.run(never::take))
                .isInstanceOf(DeadlockException.class)
                .hasMessageStartingWith("'main' waits forever")
                .hasMessageContaining("mailbox 'never'");
    }

    @Test
    void bodyThatFails_failsTheRun() {
        MainProcess main = simulation.mainProcess();
        main.run(() -> {});
        var thrown = new IllegalStateException("oops");

        assertThatThrownBy(() -> main.run(() -> {
                    throw thrown;
                }))
                .isInstanceOf(ProcessFailedException.class)
                .cause()
                .isSameAs(thrown);
    }

    @Test
    void interruptOfABody_endsWithIt() {
        MainProcess main = simulation.mainProcess();
        main.run(() -> Thread.currentThread().interrupt());
        main.run(() -> simulation.sleep(seconds(1)));
        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    /** A report that was made when the body had ended by an interrupt named its process as one that waits. */
    @Test
    void processThatRests_isInNoReport() {
        simulation.mainProcess().run(() -> {});
        assertThat(simulation.blocked()).isEmpty();
        simulation.checkLeaks();
    }

    @Test
    void processThatRests_isUnwoundByClose() {
        var thread = new ArrayList<Thread>();
        simulation.mainProcess().run(() -> thread.add(Thread.currentThread()));
        assertThat(thread.getFirst().isAlive()).isTrue();

        simulation.close();
        assertThat(thread.getFirst().isAlive()).isFalse();
    }

    @Test
    void end_endsIt_andThenItRunsNothingMore() {
        var processes = new ArrayList<SimProcess>();
        MainProcess main = simulation.mainProcess();
        main.end(); // it has not begun
        main.run(() -> processes.add(simulation.currentProcess().orElseThrow()));
        assertThat(processes.getFirst().state()).isEqualTo(SimProcess.State.WAITING);
        main.end();
        main.end();

        assertThat(processes.getFirst().state()).isEqualTo(SimProcess.State.TERMINATED);
        simulation.checkLeaks();
        assertThatThrownBy(() -> main.run(() -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("process 'main' has ended, and can run nothing more");
    }

    @Test
    void severalBodies_areReplayed() {
        String replay = threeRuns(Simulation.builder().seed(42).schedule(Schedule.random()));
        assertThat(threeRuns(Simulation.builder().replay(replay))).isEqualTo(replay);
    }

    private static String threeRuns(Simulation.Builder builder) {
        try (Simulation simulation = builder.build()) {
            MainProcess main = simulation.mainProcess();
            for (int run = 1; run <= 3; run++) {
                main.run(() -> {
                    var letters = Mailbox.<Integer>unbounded(simulation, "letters");
                    for (int n = 1; n <= 3; n++) {
                        int letter = n;
                        simulation.spawn("process " + n, () -> letters.put(letter));
                    }
                    for (int n = 1; n <= 3; n++) {
                        letters.take();
                    }
                });
            }
            main.end();
            simulation.checkReplayed();
            return simulation.replay();
        }
    }
}
