package dev.simbroker.time;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.testing.SimulationFixture;
import org.junit.jupiter.api.Test;

/** Processes that should have ended, and those that wait for one another in a circle. */
class LeakedProcessesTest extends SimulationFixture {

    @Test
    void whoHasEnded_isNoLeak() {
        spawnSleeper("sleeper", seconds(1));
        simulation.run();

        assertThatCode(simulation::checkLeaks).doesNotThrowAnyException();
    }

    @Test
    void whoWaits_isALeak_andNamed() {
        spawnWaiter("forgotten");
        simulation.runFor(seconds(5));

        var leak = catchThrowableOfType(LeakedProcessesException.class, simulation::checkLeaks);

        assertThat(String.valueOf(leak.getMessage()).lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("a process has not ended at 2000-01-01T00:00:05Z"),
                        line -> assertThat(line)
                                .startsWith("  process 'forgotten' waits for a parcel since 2000-01-01T00:00:00Z at "),
                        line -> assertThat(line).isEqualTo("  end them, or start them with spawnBackground"),
                        line -> assertThat(line).isEqualTo("  " + replayLine()));
        assertThat(leak.leaked()).extracting(BlockedProcess::name).containsExactly("forgotten");
    }

    @Test
    void whoHasNotBegun_isALeak() {
        spawnSleeper("never ran", seconds(1));

        var leak = catchThrowableOfType(LeakedProcessesException.class, simulation::checkLeaks);

        assertThat(leak).message().contains("process 'never ran' waits for its turn");
    }

    /** The advice was to start it with spawnBackground, which nobody can do with a handler. */
    @Test
    void adviceOnAHandlerAtWork_canBeFollowed() throws InterruptedException {
        var broker = Broker.create(simulation);
        broker.consume(ORDERS, Subscription.named("billing"), 1, delivery -> simulation.sleep(seconds(5)));
        broker.tryPublish(ORDERS, "order 1");
        simulation.runFor(seconds(1));

        var leak = catchThrowableOfType(LeakedProcessesException.class, simulation::checkLeaks);
        assertThat(leak)
                .message()
                .contains("what a handler or an executor is at work on has to end before: let it, by"
                        + " simulation.awaitQuiescence() for example, or close the consumer or executor")
                .doesNotContain("spawnBackground");

        simulation.run(simulation::awaitQuiescence);
        assertThatCode(simulation::checkLeaks).doesNotThrowAnyException();
    }

    @Test
    void adviceOnATaskOfAnExecutor_andOnAProcessBesides_isGivenForBoth() {
        simulation.executor().execute(() -> sleepForAnHour());
        spawnWaiter("forgotten");
        simulation.runFor(seconds(1));

        assertThat(catchThrowableOfType(LeakedProcessesException.class, simulation::checkLeaks))
                .message()
                .contains("end them, or start them with spawnBackground")
                .contains("what a handler or an executor is at work on");
    }

    private void sleepForAnHour() {
        try {
            simulation.sleep(seconds(3600));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theBackground_isNoLeak() {
        simulation.spawnBackground("server", this::awaitParcel);
        simulation.run();

        assertThatCode(simulation::checkLeaks).doesNotThrowAnyException();
    }

    @Test
    void aHandlerThatWaitsForAMessage_isNoLeak_butOneThatHandlesIs() {
        var broker = Broker.create(simulation);
        broker.consume(ORDERS, Subscription.named("billing"), 1, delivery -> simulation.sleep(seconds(10)));
        simulation.run();
        assertThatCode(simulation::checkLeaks).doesNotThrowAnyException();

        broker.tryPublish(ORDERS, "order 1");
        simulation.runFor(seconds(1));

        var leak = catchThrowableOfType(LeakedProcessesException.class, simulation::checkLeaks);
        assertThat(leak).message().contains("process 'billing' waits for the end of a sleep of PT10S");
    }

    @Test
    void processesThatWaitInACircle_areNamedInOrder() {
        var first = new Object() {
            SimProcess value = spawnSleeper("nobody", seconds(0));
        };
        SimProcess a = simulation.spawn("a", () -> first.value.join());
        SimProcess b = simulation.spawn("b", a::join);
        first.value = simulation.spawn("c", b::join);

        var deadlock = catchThrowableOfType(DeadlockException.class, () -> simulation.run(b::join));

        assertThat(deadlock.cycle()).containsExactly("'a'", "'c'", "'b'");
        assertThat(deadlock).message().contains("  each waits for the next: 'a' -> 'c' -> 'b' -> 'a'");
        assertThat(deadlock.blocked())
                .filteredOn(process -> process.name().equals("main"))
                .singleElement()
                .satisfies(main -> assertThat(main.heldBy()).contains("b"));
    }

    @Test
    void aCircleThatTheBodyDoesNotWaitFor_isFoundAmongTheLeaks() {
        var self = new Object() {
            SimProcess value = spawnSleeper("nobody", seconds(0));
        };
        self.value = simulation.spawn("narcissus", () -> self.value.join());
        simulation.run();

        var leak = catchThrowableOfType(LeakedProcessesException.class, simulation::checkLeaks);

        assertThat(leak).message().contains("each waits for the next: 'narcissus' -> 'narcissus'");
    }
}
