package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.queue.Mailbox;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two runs of a program are compared event by event. */
class EventTraceTest {

    private interface Program {
        void run(Simulation simulation) throws InterruptedException;
    }

    private static EventTrace trace(Program program) {
        var trace = new EventTrace();
        try (var simulation = Simulation.builder().seed(7).recordTo(trace).build()) {
            simulation.run(() -> program.run(simulation));
        }
        return trace;
    }

    @Test
    void twoRunsOfADeterministicProgram_areTheSame() {
        Program program = simulation -> {
            Mailbox<Integer> mailbox = Mailbox.unbounded(simulation, "letters");
            simulation.spawn("writer", () -> mailbox.put(simulation.random().nextInt()));
            simulation.schedule(Duration.ofSeconds(1), () -> mailbox.add(simulation.choose(3)));
            mailbox.take();
            mailbox.take();
        };
        EventTrace first = trace(program);

        assertThatCode(() -> EventTrace.requireSame(first, trace(program))).doesNotThrowAnyException();
        assertThat(first.size()).isGreaterThan(8);
    }

    @Test
    void theFirstDifference_isShownWithBothStacks() {
        var runs = new AtomicInteger();
        Program program = simulation -> {
            Mailbox<Integer> mailbox = Mailbox.unbounded(simulation, "letters");
            mailbox.put(1);
            if (runs.incrementAndGet() == 1) {
                simulation.random().nextInt();
            } else {
                mailbox.put(2);
            }
        };

        var difference = catchThrowableOfType(
                NondeterminismException.class, () -> EventTrace.requireSame(trace(program), trace(program)));

        assertThat(String.valueOf(difference.getMessage()).lines().toList()).satisfies(lines -> {
            assertThat(lines.getFirst()).isEqualTo("two runs of the program with one seed differ from event 4 on");
            assertThat(lines.get(1)).startsWith("  first run: random bits ").endsWith(" in process 'main' after PT0S");
            assertThat(lines)
                    .anySatisfy(
                            line -> assertThat(line).isEqualTo("  second run: operation in process 'main' after PT0S"));
            assertThat(lines)
                    .filteredOn(line -> line.contains("(EventTraceTest.java:"))
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(lines.getLast()).contains("replay with ").contains("fifo:7:");
        });
    }

    @Test
    void aRunThatEndsEarlier_differs() {
        var runs = new AtomicInteger();
        Program program = simulation -> {
            if (runs.incrementAndGet() == 1) {
                simulation.sleep(Duration.ofSeconds(1));
            }
        };

        var difference = catchThrowableOfType(
                NondeterminismException.class, () -> EventTrace.requireSame(trace(program), trace(program)));

        assertThat(difference).message().contains("second run: nothing, it had ended");
    }

    @Test
    void eventsOfTheCaller_areComparedToo() {
        EventTrace one = trace(simulation -> {});
        EventTrace other = trace(simulation -> {});
        one.record("published 'order 1'");
        other.record("published 'order 2'");

        var difference = catchThrowableOfType(NondeterminismException.class, () -> EventTrace.requireSame(one, other));

        assertThat(difference)
                .message()
                .contains("first run: published 'order 1'")
                .contains("second run: published 'order 2'");
    }
}
