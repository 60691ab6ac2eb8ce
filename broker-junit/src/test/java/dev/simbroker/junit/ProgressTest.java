package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those who wait for a long sweep are told. */
class ProgressTest {

    private final List<String> lines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long nanos;

    private final Progress progress =
            new Progress(Settings.DEFAULT.withSeeds(1000, 5), () -> nanos, lines::add, warnings::add);

    @Test
    void progress_isToldEveryOtherSecond_withAnEstimate() {
        for (int done = 0; done <= 500; done++) {
            progress.tick(done);
            nanos += Duration.ofMillis(10).toNanos();
        }
        assertThat(lines)
                .containsExactly(
                        "1000 seeds from 5, random order: 200 of 1000 done after 2.0 s, about 8.0 s to go",
                        "1000 seeds from 5, random order: 400 of 1000 done after 4.0 s, about 6.0 s to go");
    }

    @Test
    void nothingDoneYet_isToldWithoutAnEstimate() {
        nanos += Duration.ofSeconds(3).toNanos();
        progress.tick(0);
        assertThat(lines).containsExactly("1000 seeds from 5, random order: 0 of 1000 done after 3.0 s");
    }

    @Test
    void outcome_isAlwaysTold() {
        progress.done("all passed");
        assertThat(lines).containsExactly("1000 seeds from 5, random order: all passed after 0.0 s");
        assertThat(warnings).isEmpty();
    }

    @Test
    void outcomeThatFallsShort_isAWarning() {
        progress.incomplete("only some passed");
        assertThat(warnings).containsExactly("1000 seeds from 5, random order: only some passed after 0.0 s");
        assertThat(lines).isEmpty();
    }
}
