package dev.simbroker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.Seeds;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nothing that a stranger's code does, wherever it is called, loses, doubles or holds up a message. */
class ForeignCodeTest {

    private static final int PROGRAMS = 1_000;
    private static final int MESSAGES = 8;

    @Test
    void whateverForeignCodeDoes_everyMessageEndsOnce() {
        var refused = new AtomicLong();
        Seeds.forEach(PROGRAMS, seed -> refused.addAndGet(run(seed, Schedule.random())));
        assertThat(refused).as("publications that failed").hasPositiveValue();
    }

    @Test
    void whateverForeignCodeDoes_itDoesTheSameEachTime() {
        Seeds.forEach(20, seed -> assertThat(run(seed, Schedule.fifo())).isEqualTo(run(seed, Schedule.fifo())));
    }

    private static int run(long seed, Schedule schedule) {
        try (var simulation = Simulation.builder().seed(seed).schedule(schedule).build()) {
            var program = new ForeignCodeProgram(simulation, true, seed, MESSAGES);
            simulation.run(program);
            return program.refused();
        }
    }
}
