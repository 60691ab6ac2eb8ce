package dev.simbroker.time.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.LeakedProcessesException;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.StepLimitException;
import dev.simbroker.time.TimeLimitException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What others add to the reports about failures. */
class ReportSourceTest extends SimulationFixture {

    private static final String ADDED = "broker 'shop': 1 message was unrouted";

    private String ending() {
        return lines("  " + ADDED, "  " + replayLine());
    }

    @Test
    void everyReport_endsWithWhatSourcesSay_beforeHowToReplay() {
        simulation.spi().addReportSource(() -> List.of(ADDED));
        var never = Mailbox.<String>unbounded(simulation, "never");

        assertThatThrownBy(() -> simulation.run(never::take))
                .isInstanceOf(DeadlockException.class)
                .hasMessageEndingWith(ending());
    }

    @Test
    void leaks_endSo() {
        simulation.spi().addReportSource(() -> List.of(ADDED));
        spawnSleeper("left behind", seconds(2));
        simulation.runFor(seconds(1));

        assertThatThrownBy(simulation::checkLeaks)
                .isInstanceOf(LeakedProcessesException.class)
                .hasMessageEndingWith(ending());
    }

    @Test
    void failedProcesses_endSo() {
        simulation.spi().addReportSource(() -> List.of(ADDED));

        assertThatThrownBy(() -> simulation.run(() -> {
                    throw new IllegalStateException("oops");
                }))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageEndingWith(ending());
    }

    @Test
    void limits_endSo() {
        try (var limited = Simulation.builder().timeLimit(seconds(5)).build()) {
            limited.spi().addReportSource(() -> List.of(ADDED));
            assertThatThrownBy(() -> limited.run(() -> limited.sleep(seconds(6))))
                    .isInstanceOf(TimeLimitException.class)
                    .hasMessageEndingWith(lines("  " + ADDED, "  " + replayLine(limited)));
        }
        try (var limited = Simulation.builder().stepLimit(10).build()) {
            limited.spi().addReportSource(() -> List.of(ADDED));
            assertThatThrownBy(() -> limited.run(() -> {
                        while (true) {
                            limited.sleep(seconds(0));
                        }
                    }))
                    .isInstanceOf(StepLimitException.class)
                    .hasMessageEndingWith(lines("  " + ADDED, "  " + replayLine(limited)));
        }
    }

    @Test
    void sources_areNotAsked_whileNothingFails() {
        var asked = new AtomicInteger();
        simulation.spi().addReportSource(() -> List.of("asked " + asked.incrementAndGet() + " times"));

        simulation.run(() -> simulation.sleep(seconds(1)));
        simulation.blocked();
        simulation.checkLeaks();

        assertThat(asked).hasValue(0);
        assertThat(simulation.spi().report()).containsExactly("asked 1 times");
    }

    @Test
    void sources_speakInTheOrderInWhichTheyCame_untilTheyAreRemoved() {
        ReportSource first = () -> List.of("1", "2");
        simulation.spi().addReportSource(first);
        simulation.spi().addReportSource(() -> List.of("3"));

        assertThat(simulation.spi().report()).containsExactly("1", "2", "3");

        simulation.spi().removeReportSource(first);
        assertThat(simulation.spi().report()).containsExactly("3");
    }

    @Test
    void sourceThatThrows_harmsNobody() {
        simulation.spi().addReportSource(ReportSourceTest::overflow);
        simulation.spi().addReportSource(ReportSourceTest::interrupted);
        simulation.spi().addReportSource(() -> List.of(ADDED));

        assertThatThrownBy(() -> simulation.run(() -> {
                    throw new IllegalStateException("oops");
                }))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageEndingWith(lines(
                        "oops",
                        "  a source of this report failed with java.lang.StackOverflowError",
                        "  a source of this report failed with java.lang.InterruptedException",
                        ending()));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> List<String> interrupted() throws T {
        throw (T) new InterruptedException();
    }

    @SuppressWarnings("InfiniteRecursion")
    private static List<String> overflow() {
        return overflow();
    }

    /** A report that a process asks for is part of an operation: the order of events does not depend on it. */
    @Test
    void sourceThatUsesQueues_givesNobodyATurn_andCannotWait() {
        try (var random = Simulation.builder().schedule(Schedule.random()).build()) {
            var mailbox = Mailbox.<String>unbounded(random, "mailbox");
            random.spi().addReportSource(() -> List.of("size " + mailbox.size()));
            random.spi().addReportSource(() -> {
                try {
                    return List.of(mailbox.take());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            random.run(() -> {
                for (int n = 0; n < 10; n++) {
                    random.spawn("putter", () -> mailbox.put("element"));
                }
                for (int n = 0; n < 100; n++) {
                    assertThat(random.spi().report())
                            .containsExactly(
                                    "size 0", "a source of this report failed with java.lang.IllegalStateException");
                }
            });
        }
    }

    @Test
    void liveScheduler_answersWhatItsSourcesSay() {
        try (var live = Scheduler.live()) {
            ReportSource failing = ReportSourceTest::interrupted;
            live.spi().addReportSource(failing);
            live.spi().addReportSource(() -> List.of(ADDED));

            assertThat(live.spi().report())
                    .containsExactly("a source of this report failed with java.lang.InterruptedException", ADDED);

            live.spi().removeReportSource(failing);
            assertThat(live.spi().report()).containsExactly(ADDED);
        }
    }
}
