package dev.simbroker.conformance;

import dev.simbroker.Broker;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The broker of this library, in simulated time. */
class SimulatedBrokerConformanceTest extends BrokerConformanceKit {

    private final Simulation simulation = Simulation.create();
    private final Broker broker = Broker.create(simulation);

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
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public Duration elapsed() {
        return simulation.elapsed();
    }
}
