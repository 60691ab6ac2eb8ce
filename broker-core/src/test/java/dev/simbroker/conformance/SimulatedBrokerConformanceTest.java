package dev.simbroker.conformance;

import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.util.EnumSet;
import java.util.Set;

/** In simulated time, and first come, first served, every contract holds to the letter. */
class SimulatedBrokerConformanceTest extends SimulatedBroker {

    SimulatedBrokerConformanceTest() {
        super(Schedule.fifo(), Simulation.DEFAULT_SEED);
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }
}
