package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.testing.SimulationFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The stack of a failure leads to the user's code: its top frame is the line that waits or has failed, and further down
 * is the line that has started the run.
 */
class FailureStackTest extends SimulationFixture {

    private final Mailbox<String> never = Mailbox.unbounded(simulation, "never");

    private void waitForAReply() throws InterruptedException {
        never.take();
    }

    private static void assertLeadsTo(String method, Throwable failure, String test) {
        List<String> own = Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(FailureStackTest.class.getName()))
                .map(StackTraceElement::getMethodName)
                .toList();
        assertThat(failure.getStackTrace()[0].getClassName()).startsWith(FailureStackTest.class.getName());
        assertThat(own).first().isEqualTo(method);
        assertThat(own).contains(test);
    }

    @Test
    void deadlock_leadsToTheLineThatWaits() {
        var failure = catchThrowableOfType(DeadlockException.class, () -> simulation.run(this::waitForAReply));

        assertLeadsTo("waitForAReply", failure, "deadlock_leadsToTheLineThatWaits");
    }

    /** The engine's own frames say nothing: of them the one that the test has called is left. */
    @Test
    void stack_showsNothingOfTheEngine_butTheMethodThatWasCalled() {
        var failure = catchThrowableOfType(DeadlockException.class, () -> simulation.run(this::waitForAReply));

        assertThat(failure.getStackTrace())
                .filteredOn(frame -> frame.getClassName().startsWith("dev.simbroker.internal."))
                .isEmpty();
        assertThat(failure.getStackTrace())
                .filteredOn(frame -> frame.getClassName().equals(Simulation.class.getName()))
                .singleElement()
                .extracting(StackTraceElement::getMethodName)
                .isEqualTo("run");
    }

    @Test
    void leak_leadsToTheLineAtWhichTheProcessIs() {
        simulation.spawn("waiter", this::waitForAReply);
        simulation.run();

        var failure = catchThrowableOfType(LeakedProcessesException.class, simulation::checkLeaks);

        assertLeadsTo("waitForAReply", failure, "leak_leadsToTheLineAtWhichTheProcessIs");
    }

    private static void refuse() {
        throw new IllegalStateException("no");
    }

    @Test
    void failedProcess_leadsToTheLineThatThrew() {
        var failure =
                catchThrowableOfType(ProcessFailedException.class, () -> simulation.run(FailureStackTest::refuse));

        assertLeadsTo("refuse", failure, "failedProcess_leadsToTheLineThatThrew");
    }

    private static void lookUp() {
        List.of().getFirst();
    }

    @Test
    void failureInsideTheJdk_leadsToTheLineThatCalledIt() {
        var failure =
                catchThrowableOfType(ProcessFailedException.class, () -> simulation.run(FailureStackTest::lookUp));

        assertLeadsTo("lookUp", failure, "failureInsideTheJdk_leadsToTheLineThatCalledIt");
        assertThat(failure)
                .cause()
                .extracting(cause -> cause.getStackTrace()[0].getClassName())
                .asString()
                .startsWith("java.");
    }

    /** A task runs on top of whatever process has the baton; that one has nothing to do with it. */
    @Test
    void failedTask_leadsToItsOwnLine_andToNoneOfTheProcessBelow() {
        simulation.schedule(seconds(1), FailureStackTest::refuse);

        var failure = catchThrowableOfType(ProcessFailedException.class, () -> simulation.run(this::waitForAReply));

        assertLeadsTo("refuse", failure, "failedTask_leadsToItsOwnLine_andToNoneOfTheProcessBelow");
        assertThat(failure.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .doesNotContain("waitForAReply");
    }

    private static void nap(Simulation simulation) throws InterruptedException {
        while (true) {
            simulation.sleep(seconds(1));
        }
    }

    @Test
    void clockThatGoesTooFar_leadsToTheLineThatSleeps() {
        try (var limited = Simulation.builder().timeLimit(seconds(5)).build()) {
            limited.spawnBackground(
                    "server", () -> limited.spi().currentWaiter().await(() -> "work", Long.MAX_VALUE));
            limited.spawn("sleeper", () -> nap(limited));

            var failure = catchThrowableOfType(TimeLimitException.class, limited::run);

            assertLeadsTo("nap", failure, "clockThatGoesTooFar_leadsToTheLineThatSleeps");
        }
    }

    private static void hurry(Simulation simulation) throws InterruptedException {
        while (true) {
            simulation.sleep(seconds(0));
        }
    }

    @Test
    void livelock_leadsToTheOneWhoTookMostTurns() {
        try (var limited = Simulation.builder().stepLimit(100).build()) {
            limited.spawn("sleeper", () -> limited.sleep(seconds(1)));
            limited.spawn("impatient", () -> hurry(limited));

            var failure = catchThrowableOfType(StepLimitException.class, limited::run);

            assertLeadsTo("hurry", failure, "livelock_leadsToTheOneWhoTookMostTurns");
        }
    }

    /** What a failure says of itself is foreign code too. */
    @Test
    void failureThatCannotBePutIntoWords_isReportedByItsClass() {
        var failure = catchThrowableOfType(
                ProcessFailedException.class,
                () -> simulation.run(() -> {
                    throw new Speechless();
                }));

        assertThat(failure).hasMessageContaining("failed at 2000-01-01T00:00:00Z: " + Speechless.class.getName());
    }

    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }
}
