package dev.simbroker.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.simbroker.Broker;
import dev.simbroker.junit.SimulationExtension;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What the simulated tests of the examples find, and those by the wall clock do not. */
class FindingsTest {

    // ---- a command before its state ----

    /** The mistake that is made most easily: first the command, then the state. */
    static class CommandFirstSaga extends OrderSaga {

        CommandFirstSaga(Broker broker, ScheduledExecutorService executor, Duration timeout) {
            super(broker, executor, timeout);
        }

        @Override
        boolean go(String order, State from, State to, Action action) throws InterruptedException {
            if (states.get(order) != from) {
                return false;
            }
            command(action, order);
            states.put(order, to);
            return true;
        }
    }

    static class CommandFirst extends OrderSagaTest {
        @Override
        void startSaga(Simulation simulation, Broker broker) {
            new CommandFirstSaga(broker, simulation.scheduledExecutor("time-out"), TIMEOUT);
        }
    }

    static class CommandFirstRealTime extends OrderSagaRealTimeTest {
        @Override
        void startSaga(Broker broker, ScheduledExecutorService executor) {
            new CommandFirstSaga(broker, executor, TIMEOUT);
        }
    }

    @Test
    void commandBeforeItsState_isFoundWhereTheOrderVaries() {
        assertThat(failures(CommandFirst.class))
                .hasSize(2)
                .anySatisfy(message -> assertThat(message)
                        .startsWith("interleaving ")
                        .contains("failed (every interleaving of seed 0, at most 10000)")
                        .contains("[RESERVE_STOCK, REQUEST_PAYMENT, SHIP, RELEASE_STOCK]")
                        .contains("-Dsimbroker.replay=path1."))
                .anySatisfy(message -> assertThat(message).contains("failed (100 seeds from 0, random order)"));
    }

    @Test
    @Tag("real-time")
    void commandBeforeItsState_isNotFoundByTheWallClock() {
        assertThat(failures(CommandFirstRealTime.class)).isEmpty();
    }

    // ---- a memory that is too short ----

    static class ShortMemory extends OutboxRelayTest {
        @RegisterExtension
        static final SimulationExtension SIMULATION =
                SimulationExtension.builder().broker(Broker::create).build();
    }

    @Test
    void windowOfTwoMinutes_isTooShortForAMachineThatCrashesAgainAndAgain() {
        assertThat(failures(ShortMemory.class))
                .anySatisfy(message -> assertThat(message)
                        .contains("failed (100 seeds from 0, random order)")
                        .contains("but the following elements were unexpected"));
    }

    private static List<String> failures(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result ->
                        String.valueOf(result.getThrowable().orElseThrow().getMessage()))
                .toList();
    }
}
