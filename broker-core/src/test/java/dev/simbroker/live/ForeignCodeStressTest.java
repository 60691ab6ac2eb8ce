package dev.simbroker.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.model.ForeignCodeProgram;
import dev.simbroker.time.LiveScheduler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@link ForeignCodeProgram} shows in simulations, with threads that run in parallel. */
class ForeignCodeStressTest {

    private static final int MESSAGES = 60;

    @Test
    @Tag("stress")
    void whateverForeignCodeDoes_everyMessageEndsOnce() throws InterruptedException {
        assertThat(StressRounds.rounds("foreign code", ForeignCodeStressTest::round))
                .isPositive();
    }

    @Test
    @Tag("long")
    void whateverForeignCodeDoesForAMinute_everyMessageEndsOnce() throws InterruptedException {
        assertThat(StressRounds.rounds("foreign code", 60, ForeignCodeStressTest::round))
                .isPositive();
    }

    private static long round(long seed, LiveScheduler scheduler) throws InterruptedException {
        var program = new ForeignCodeProgram(scheduler, false, seed, MESSAGES);
        program.run();
        return program.ended();
    }
}
