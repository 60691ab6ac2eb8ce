package dev.simbroker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.testing.Seeds;
import dev.simbroker.time.Simulation;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random programs on a subscription with one member do exactly what {@link BrokerModel} does. */
class RandomBrokerTest {

    private static final int PROGRAMS = 1_500;

    private final Map<RemovalReason, Integer> dropped = new EnumMap<>(RemovalReason.class);
    private final Map<RemovalReason, Integer> deadLettered = new EnumMap<>(RemovalReason.class);
    private final Map<RedeliveryCause, Integer> redelivered = new EnumMap<>(RedeliveryCause.class);

    @Test
    void randomPrograms_doWhatTheModelDoes() {
        Seeds.forEach(PROGRAMS, seed -> run(seed).forEach(this::note));

        if (!Seeds.isOnlyOne()) {
            assertThat(dropped).as("what came up").containsOnlyKeys(everyReasonWithoutHandlers());
            assertThat(deadLettered)
                    .as("what came up")
                    .containsOnlyKeys(
                            RemovalReason.DELIVERY_LIMIT,
                            RemovalReason.REJECTED,
                            RemovalReason.EXPIRED,
                            RemovalReason.QUEUE_FULL);
            assertThat(redelivered).as("what came up").containsOnlyKeys(RedeliveryCause.values());
        }
    }

    private static RemovalReason[] everyReasonWithoutHandlers() {
        return EnumSet.complementOf(EnumSet.of(RemovalReason.HANDLER_FAILED)).toArray(RemovalReason[]::new);
    }

    /**
     * None so far that was not the model's own fault, such as seed 5: it took a message that just came for the oldest.
     */
    @ParameterizedTest
    @ValueSource(longs = {5})
    void formerlyFailing(long seed) {
        run(seed);
    }

    private static List<ModelCounts> run(long seed) {
        try (var simulation = Simulation.create()) {
            var program = new ModelProgram(simulation, seed);
            return simulation.call(program::run);
        }
    }

    private void note(ModelCounts end) {
        end.dropped().forEach((reason, count) -> dropped.merge(reason, count, Integer::sum));
        end.deadLettered().forEach((reason, count) -> deadLettered.merge(reason, count, Integer::sum));
        end.redelivered().forEach((cause, count) -> redelivered.merge(cause, count, Integer::sum));
    }
}
