package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who goes next: as it always was, unless a schedule looks for other orders. */
@Tag("determinism")
class ScheduleTest {

    private static final int SEEDS = 300;

    static Stream<Schedule> searching() {
        return Stream.of(Schedule.random(), Schedule.pct(3, 20));
    }

    private static Simulation simulation(Schedule schedule, long seed) {
        return Simulation.builder().seed(seed).schedule(schedule).build();
    }

    private interface Program {
        void run(Simulation simulation, List<String> log) throws Exception;
    }

    /** What a program logs under each of the seeds. */
    private static Set<List<String>> logs(Schedule schedule, Program program) throws Exception {
        var logs = new HashSet<List<String>>();
        for (long seed = 0; seed < SEEDS; seed++) {
            logs.add(log(schedule, seed, program));
        }
        return logs;
    }

    private static List<String> log(Schedule schedule, long seed, Program program) throws Exception {
        var log = new ArrayList<String>();
        try (var simulation = simulation(schedule, seed)) {
            program.run(simulation, log);
            simulation.run();
        }
        return log;
    }

    private static void threeProcesses(Simulation simulation, List<String> log) {
        for (String name : List.of("a", "b", "c")) {
            simulation.spawn(name, () -> log.add(name));
        }
    }

    private static void threeTimers(Simulation simulation, List<String> log) {
        for (String name : List.of("a", "b", "c")) {
            simulation.schedule(Duration.ofSeconds(1), () -> log.add(name));
        }
    }

    /** Two processes, each of which looks into a mailbox three times. */
    private static void operations(Simulation simulation, List<String> log) {
        Mailbox<String> mailbox = Mailbox.unbounded(simulation, "letters");
        for (String name : List.of("a", "b")) {
            simulation.spawn(name, () -> {
                for (int n = 1; n <= 3; n++) {
                    mailbox.peek();
                    log.add(name + n);
                }
            });
        }
    }

    @Test
    void fifo_knowsOneOrder() throws Exception {
        assertThat(logs(Schedule.fifo(), ScheduleTest::threeProcesses)).containsExactly(List.of("a", "b", "c"));
        assertThat(logs(Schedule.fifo(), ScheduleTest::threeTimers)).containsExactly(List.of("a", "b", "c"));
        assertThat(logs(Schedule.fifo(), ScheduleTest::operations))
                .containsExactly(List.of("a1", "a2", "a3", "b1", "b2", "b3"));
    }

    @ParameterizedTest
    @MethodSource("searching")
    void readyProcesses_goInEveryOrder(Schedule schedule) throws Exception {
        assertThat(logs(schedule, ScheduleTest::threeProcesses)).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("searching")
    void timersOfOneInstant_fireInEveryOrder(Schedule schedule) throws Exception {
        assertThat(logs(schedule, ScheduleTest::threeTimers)).hasSize(6);
    }

    @Test
    void beforeEachOperation_anotherProcessMayGoFirst() throws Exception {
        assertThat(logs(Schedule.random(), ScheduleTest::operations)).hasSize(20); // of 6 over 3
    }

    @Test
    void pct_ofDepthOne_neverInterruptsTheMostImportant() throws Exception {
        assertThat(logs(Schedule.pct(1), ScheduleTest::operations))
                .containsExactlyInAnyOrder(
                        List.of("a1", "a2", "a3", "b1", "b2", "b3"), List.of("b1", "b2", "b3", "a1", "a2", "a3"));
    }

    @Test
    void pct_ofDepthTwo_interruptsOnce() throws Exception {
        assertThat(logs(Schedule.pct(2, 10), ScheduleTest::operations))
                .contains(List.of("a1", "b1", "b2", "b3", "a2", "a3"), List.of("b1", "b2", "a1", "a2", "a3", "b3"))
                .doesNotContain(List.of("a1", "b1", "a2", "b2", "a3", "b3"));
    }

    @ParameterizedTest
    @MethodSource("searching")
    void aTimerThatIsDue_mayFireBetweenOperations(Schedule schedule) throws Exception {
        Program program = (simulation, log) -> {
            Mailbox<String> mailbox = Mailbox.unbounded(simulation, "letters");
            simulation.spawn("a", () -> {
                simulation.sleep(Duration.ofSeconds(1));
                mailbox.peek();
                log.add("a1");
                mailbox.peek();
                log.add("a2");
            });
            simulation.schedule(Duration.ofSeconds(1), () -> log.add("timer"));
        };

        assertThat(logs(schedule, program))
                .contains(List.of("a1", "timer", "a2"), List.of("timer", "a1", "a2"), List.of("a1", "a2", "timer"));
    }

    @ParameterizedTest
    @MethodSource("searching")
    void aTimerThatIsDue_canStillBeCancelled(Schedule schedule) throws Exception {
        Program program = (simulation, log) -> {
            var timers = new ArrayList<Timer>();
            for (int n = 0; n < 3; n++) {
                timers.add(simulation.schedule(Duration.ofSeconds(1), () -> {
                    log.add("fired");
                    timers.forEach(Timer::cancel);
                }));
            }
        };

        assertThat(logs(schedule, program)).containsExactly(List.of("fired"));
    }

    @ParameterizedTest
    @MethodSource("searching")
    void theClock_waitsForEverybody(Schedule schedule) throws Exception {
        Program program = (simulation, log) -> {
            Mailbox<String> mailbox = Mailbox.unbounded(simulation, "letters");
            for (String name : List.of("a", "b", "c")) {
                simulation.spawn(name, () -> {
                    for (int n = 0; n < 5; n++) {
                        simulation.sleep(Duration.ofSeconds(1));
                        mailbox.add(name);
                        mailbox.peek();
                        log.add("" + simulation.elapsed().toSeconds());
                    }
                });
            }
        };

        assertThat(logs(schedule, program))
                .containsExactly(List.of("1", "1", "1", "2", "2", "2", "3", "3", "3", "4", "4", "4", "5", "5", "5"));
    }

    @ParameterizedTest
    @MethodSource("searching")
    void oneSeed_isOneOrder(Schedule schedule) {
        for (long seed = 0; seed < 20; seed++) {
            var builder = Simulation.builder().seed(seed).schedule(schedule);

            assertThat(RandomProgram.run(builder)).isEqualTo(RandomProgram.run(builder));
        }
    }

    @ParameterizedTest
    @MethodSource("searching")
    void randomPrograms_areDeterministic(Schedule schedule) {
        for (long seed = 0; seed < 10; seed++) {
            long each = seed;
            EventTrace.audit(trace -> RandomProgram.run(
                    Simulation.builder().seed(each).schedule(schedule).recordTo(trace)));
        }
    }

    @Test
    void anInterruptInTheMiddleOfAnOperation_isTheProcessesStatusAfterwards() throws Exception {
        Program program = (simulation, log) -> {
            Mailbox<String> mailbox = Mailbox.unbounded(simulation, "letters");
            SimProcess reader = simulation.spawn("reader", () -> {
                mailbox.peek();
                log.add("status " + Thread.currentThread().isInterrupted());
                try {
                    mailbox.take();
                } catch (InterruptedException e) {
                    log.add("ended");
                }
            });
            simulation.spawn("interrupter", reader::interrupt);
        };

        assertThat(logs(Schedule.random(), program))
                .containsExactlyInAnyOrder(List.of("status true", "ended"), List.of("status false", "ended"));
    }

    @Test
    void closing_unwindsAProcessInTheMiddleOfAnOperation_byInterruption() throws Exception {
        var ends = new HashSet<String>();
        for (long seed = 0; seed < SEEDS; seed++) {
            try (var simulation = simulation(Schedule.random(), seed)) {
                Mailbox<String> mailbox = Mailbox.unbounded(simulation, "letters");
                simulation.spawn("reader", () -> {
                    mailbox.peek();
                    try {
                        mailbox.take();
                    } catch (InterruptedException e) {
                        ends.add("interrupted");
                        throw e;
                    } finally {
                        ends.add("unwound");
                    }
                });
                simulation.run(() -> mailbox.peek());
            }
        }
        assertThat(ends).containsExactlyInAnyOrder("interrupted", "unwound");
    }

    @Test
    void whoIsWoken_whileAnotherGoesFirst_isNotForgotten() throws Exception {
        Program program = (simulation, log) -> {
            var guard = simulation.spi().newGuard();
            simulation.spawn("waiter", () -> {
                Waiter me = simulation.spi().currentWaiter();
                simulation.spawn("waker", me::wake);
                guard.enter();
                guard.exit();
                me.await(() -> "the waker", Scheduler.FOREVER);
                log.add("woken");
            });
        };

        assertThat(logs(Schedule.random(), program)).containsExactly(List.of("woken"));
    }

    @Test
    void waitingInsideAnOperation_isRefused() {
        try (var simulation = Simulation.create()) {
            var guard = simulation.spi().newGuard();

            assertThat(catchThrowable(() -> simulation.run(() -> {
                        guard.enter();
                        try {
                            simulation.sleep(Duration.ofSeconds(1));
                        } finally {
                            guard.exit();
                        }
                    })))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .rootCause()
                    .hasMessage("process 'main' (RUNNING) cannot wait inside an operation of a queue or broker: "
                            + "a listener, a filter or a predicate must not wait");
        }
    }

    @Test
    void pct_thatKnowsNothingOfTheProgram_interruptsShortOnesToo() throws Exception {
        assertThat(logs(Schedule.pct(2), ScheduleTest::operations))
                .contains(List.of("a1", "b1", "b2", "b3", "a2", "a3"), List.of("b1", "b2", "a1", "a2", "a3", "b3"));
    }

    @Test
    void pct_checksItsNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.pct(0))
                .withMessage("the depth of a pct schedule must be from 1 to 100: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.pct(3, 2))
                .withMessage("the choices of a pct schedule must be at least its depth, 3: 2");
    }

    @Test
    void choose_answersEveryAlternative_andIsSeeded() throws Exception {
        Program program = (simulation, log) -> log.add("" + simulation.choose(3));

        assertThat(logs(Schedule.fifo(), program)).containsExactlyInAnyOrder(List.of("0"), List.of("1"), List.of("2"));
        assertThat(log(Schedule.fifo(), 5, program)).isEqualTo(log(Schedule.fifo(), 5, program));
    }
}
