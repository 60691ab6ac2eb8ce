package dev.simbroker.time;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.testing.SimulationFixture;
import org.junit.jupiter.api.Test;

/** A process that uses what belongs to another simulation. It was told to call {@code run}, which is where it was. */
class OtherSimulationTest extends SimulationFixture {

    @Test
    void processThatReceivesFromABrokerOfAnotherSimulation_isToldSo() {
        try (var other = Simulation.create()) {
            var orders = Broker.create(other).subscribe(ORDERS, Subscription.named("billing"));

            assertThatThrownBy(() -> simulation.run(orders::receive))
                    .isInstanceOf(ProcessFailedException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("process 'main' cannot wait here, because it is a process of another simulation:"
                            + " make the broker, queue or lock in the simulation of those that use it");
        }
    }

    @Test
    void processThatUsesARunningSimulation_isToldSo_andSoIsThread() {
        var refused = new IllegalStateException[1];
        simulation.run(() -> {
            try (var inner = Simulation.create()) {
                inner.run(() -> {
                    try {
                        simulation.spawn("elsewhere", () -> {});
                    } catch (IllegalStateException e) {
                        refused[0] = e;
                    }
                });
            }
        });
        assertThat(refused[0])
                .hasMessage("process 'main' belongs to another simulation than the one it uses, which is running:"
                        + " only its own processes may use it now");
    }
}
