package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.time.Coverage;
import dev.simbroker.time.Exploration;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A race between two that check and then act is found by schedules, and not once it is fixed. An order can be shipped
 * or cancelled, but not both. Shipping looks whether the order was cancelled, and then says on another topic that it
 * ships; cancelling looks whether it was shipped, and then says that it is cancelled. Each looks before it acts, and
 * still both may act.
 */
class CheckThenActRaceTest {

    private static final Topic<String> SHIPPED = Topic.of("shipped", String.class);
    private static final Topic<String> CANCELLED = Topic.of("cancelled", String.class);
    private static final Topic<String> DECISIONS = Topic.of("decisions", String.class);

    private static final int SEEDS = 200;

    private interface Program {
        void run(Simulation simulation);
    }

    /** Check, then act, on two topics. */
    private static void racy(Simulation simulation) {
        var broker = Broker.create(simulation);
        var shipments = broker.subscribe(SHIPPED);
        var cancellations = broker.subscribe(CANCELLED);
        simulation.spawn("shipping", () -> {
            if (cancellations.tryReceive().isEmpty()) {
                broker.publish(SHIPPED, "order 1");
            }
        });
        simulation.spawn("cancelling", () -> {
            if (shipments.tryReceive().isEmpty()) {
                broker.publish(CANCELLED, "order 1");
            }
        });
        simulation.run();

        requireOneOf(simulation, broker);
    }

    /** Both say what they want on one topic, and the first one counts. */
    private static void fixed(Simulation simulation) {
        var broker = Broker.create(simulation);
        var decisions = broker.subscribe(DECISIONS);
        simulation.spawn("shipping", () -> broker.publish(DECISIONS, "ship"));
        simulation.spawn("cancelling", () -> broker.publish(DECISIONS, "cancel"));
        simulation.spawn("orders", () -> {
            var first = decisions.receive();
            broker.publish(first.payload().equals("ship") ? SHIPPED : CANCELLED, "order 1");
        });
        simulation.run();

        requireOneOf(simulation, broker);
    }

    private static void requireOneOf(Simulation simulation, Broker broker) {
        simulation.run(() -> {
            long happened = broker.topics().stream()
                    .filter(topic -> topic.topic().equals(SHIPPED.name())
                            || topic.topic().equals(CANCELLED.name()))
                    .mapToLong(topic -> topic.accepted() + topic.unrouted())
                    .sum();
            assertThat(happened).as("shipped or cancelled").isEqualTo(1);
        });
    }

    private static void run(Program program, Simulation.Builder builder) {
        try (var simulation = builder.build()) {
            program.run(simulation);
        }
    }

    private static long failures(Program program, Schedule schedule) {
        long failures = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                run(program, Simulation.builder().seed(seed).schedule(schedule));
            } catch (ProcessFailedException e) {
                failures++;
            }
        }
        return failures;
    }

    @Test
    void firstComeFirstServed_doesNotShowIt() {
        assertThat(failures(CheckThenActRaceTest::racy, Schedule.fifo())).isZero();
    }

    @Test
    void randomSchedules_findIt() {
        assertThat(failures(CheckThenActRaceTest::racy, Schedule.random())).isPositive();
        assertThat(failures(CheckThenActRaceTest::fixed, Schedule.random())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void prioritySchedules_findIt(int depth) {
        assertThat(failures(CheckThenActRaceTest::racy, Schedule.pct(depth, 10)))
                .isPositive();
        assertThat(failures(CheckThenActRaceTest::fixed, Schedule.pct(depth, 10)))
                .isZero();
    }

    @Test
    void whatWasFound_isReplayed() {
        var found = catchThrowableOfType(ProcessFailedException.class, () -> {
            for (long seed = 0; seed < SEEDS; seed++) {
                run(CheckThenActRaceTest::racy, Simulation.builder().seed(seed).schedule(Schedule.random()));
            }
        });

        var again = catchThrowableOfType(
                ProcessFailedException.class,
                () -> run(CheckThenActRaceTest::racy, Simulation.builder().replay(found.replay())));

        assertThat(again).hasMessage(found.getMessage());
    }

    @Test
    void theFixedProgram_isProvenByExhaustion() {
        Coverage coverage = Exploration.exhaustive()
                .explore(schedule ->
                        run(CheckThenActRaceTest::fixed, Simulation.builder().schedule(schedule)));

        assertThat(coverage.complete()).isTrue();
        assertThat(coverage.interleavings()).isGreaterThan(10);
    }

    @Test
    void exhaustion_findsTheRaceToo() {
        var found = catchThrowableOfType(
                ProcessFailedException.class,
                () -> Exploration.exhaustive()
                        .explore(schedule -> run(
                                CheckThenActRaceTest::racy, Simulation.builder().schedule(schedule))));

        assertThat(found).message().contains("[shipped or cancelled]").contains("replay(\"path.");
    }
}
