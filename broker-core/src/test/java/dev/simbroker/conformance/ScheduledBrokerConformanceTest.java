package dev.simbroker.conformance;

import dev.simbroker.time.Schedule;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The broker of this library holds its contracts whoever goes first. */
class ScheduledBrokerConformanceTest {

    @Nested
    class Random1 extends Arm {
        Random1() {
            super(Schedule.random(), 1);
        }
    }

    @Nested
    class Random2 extends Arm {
        Random2() {
            super(Schedule.random(), 2);
        }
    }

    @Nested
    class Random3 extends Arm {
        Random3() {
            super(Schedule.random(), 3);
        }
    }

    @Nested
    class Priorities1 extends Arm {
        Priorities1() {
            super(Schedule.pct(3, 50), 1);
        }
    }

    @Nested
    class Priorities2 extends Arm {
        Priorities2() {
            super(Schedule.pct(3, 50), 2);
        }
    }

    abstract static class Arm extends SimulatedBroker {

        Arm(Schedule schedule, long seed) {
            super(schedule, seed);
        }

        @Override
        public Set<Feature> features() {
            return EnumSet.complementOf(EnumSet.of(Feature.EXACT_TIMES, Feature.FIRST_COME));
        }
    }
}
