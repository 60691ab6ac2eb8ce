package dev.simbroker.conformance;

import dev.simbroker.testing.SimulatedStage;
import java.util.EnumSet;
import java.util.Set;

/** In simulated time, and first come, first served, every contract holds to the letter. */
class SimulatedBrokerConformanceTest extends LocalBrokerKit {

    SimulatedBrokerConformanceTest() {
        super(SimulatedStage.fifo());
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }
}
