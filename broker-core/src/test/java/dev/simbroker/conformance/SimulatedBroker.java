package dev.simbroker.conformance;

import dev.simbroker.Broker;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import java.time.Duration;

/** The broker of this library, in simulated time. */
abstract class SimulatedBroker extends BrokerConformanceKit {

    private final Simulation simulation;
    private final Broker broker;

    SimulatedBroker(Schedule schedule, long seed) {
        simulation = Simulation.builder().schedule(schedule).seed(seed).build();
        broker = Broker.create(simulation);
    }

    @Override
    protected void stop() {
        simulation.close();
    }

    @Override
    public Broker broker() {
        return broker;
    }

    @Override
    public Broker brokerRemembering(Duration window, int ids) {
        return Broker.builder(simulation).deduplication(window, ids).build();
    }

    @Override
    public Scheduler scheduler() {
        return simulation;
    }

    @Override
    public void run(ProcessBody body) {
        simulation.run(body);
    }

    @Override
    public Duration elapsed() {
        return simulation.elapsed();
    }
}
