package dev.simbroker;

import dev.simbroker.testing.LiveStage;
import dev.simbroker.testing.SimulatedStage;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Signals that fail, in simulated time and on the wall clock. */
class ForeignSignalTest {

    @Nested
    class Simulated extends ForeignSignalContract {
        Simulated() {
            super(SimulatedStage.fifo());
        }
    }

    @Nested
    @Tag("concurrent")
    @Timeout(60)
    class Live extends ForeignSignalContract {
        Live() {
            super(new LiveStage(Duration.ofMillis(100)));
        }
    }
}
