package dev.simbroker.conformance;

import dev.simbroker.testing.SimulatedStage;
import java.util.EnumSet;
import java.util.Set;

/** The broker of this library keeps every contract to the letter in simulated time, first come, first served. */
class SimulatedBrokerConformanceTest extends LocalBrokerKit {

    SimulatedBrokerConformanceTest() {
        super(SimulatedStage.fifo());
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }
}
