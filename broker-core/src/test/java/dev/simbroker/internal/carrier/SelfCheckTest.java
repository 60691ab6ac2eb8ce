package dev.simbroker.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("carried")
class SelfCheckTest {

    private static final Duration SOON = Duration.ofMillis(100);

    @Test
    void thisJdk_isKnown() {
        assertThat(SelfCheck.run()).isNull();
    }

    @Test
    void jdkThatDoesNotAskTheScheduler_isFound() {
        assertThat(SelfCheck.run((scheduler, task) -> Thread.ofVirtual().unstarted(task), SOON))
                .startsWith("the virtual threads of this JDK, " + Runtime.version() + ", are not as those known: ")
                .endsWith("a thread does not begin on its scheduler and park");
    }

    @ParameterizedTest
    @CsvSource({
        "1, a thread that is unparked does not go on through its scheduler",
        "2, a timed park does not end through the scheduler of its thread",
        "3, an interrupt does not end a park through the scheduler of its thread"
    })
    void jdkThatAsksItOnlySoManyTimes_isFound(int times, String difference) {
        var asked = new AtomicInteger();

        assertThat(SelfCheck.run(
                        (scheduler, task) -> SchedulerAccess.newThread(
                                next -> {
                                    Executor asks =
                                            asked.incrementAndGet() <= times ? scheduler : SchedulerAccess.jdks();
                                    asks.execute(next);
                                },
                                "checked",
                                task),
                        SOON))
                .endsWith(difference);
    }

    @Test
    void jdkThatGivesAnotherTaskEachTime_isFound() {
        assertThat(SelfCheck.run(
                        (scheduler, task) ->
                                SchedulerAccess.newThread(next -> scheduler.execute(() -> next.run()), "checked", task),
                        SOON))
                .endsWith("a thread that is unparked does not go on through its scheduler");
    }

    @Test
    void jdkThatFails_isFound() {
        assertThat(SelfCheck.run(
                        (scheduler, task) -> {
                            throw new UnsupportedOperationException("no virtual threads");
                        },
                        SOON))
                .endsWith("java.lang.UnsupportedOperationException: no virtual threads");
    }
}
