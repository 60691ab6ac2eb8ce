package dev.simbroker.queue;

import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.time.Simulation;

/** A simulation for one test; see {@link QueueContract}. */
abstract class SimulatedQueueTest extends QueueContract {

    final Simulation simulation = (Simulation) scheduler;

    SimulatedQueueTest() {
        super(SimulatedStage.fifo());
    }
}
