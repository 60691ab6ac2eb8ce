package dev.simbroker.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.Schedule;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The laws hold in random programs, and these are the same each time. */
@Tag("determinism")
class LawsTest {

    private static final long PROGRAMS = 300;

    @Test
    void lock_excludes_servesInOrder_andLosesNoSignal() {
        check(seed -> LockProgram.run(seed, Schedule.fifo(), true));
    }

    @Test
    void lock_excludes_andLosesNoSignal_whoeverGoesFirst() {
        check(seed -> LockProgram.run(seed, Schedule.random(), false));
        check(seed -> LockProgram.run(seed, Schedule.pct(5), false));
    }

    @Test
    void semaphore_conservesPermits_andServesInOrder() {
        check(seed -> SemaphoreProgram.run(seed, Schedule.fifo(), true));
    }

    @Test
    void semaphore_conservesPermits_whoeverGoesFirst() {
        check(seed -> SemaphoreProgram.run(seed, Schedule.random(), false));
        check(seed -> SemaphoreProgram.run(seed, Schedule.pct(5), false));
    }

    private static void check(LongFunction<List<String>> program) {
        LongStream.range(0, PROGRAMS).forEach(seed -> {
            try {
                List<String> log = program.apply(seed);
                assertThat(log).hasSizeGreaterThan(50);
                if (seed < 20) {
                    assertThat(program.apply(seed)).isEqualTo(log);
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        });
        assertThat(program.apply(0)).isNotEqualTo(program.apply(1));
    }
}
