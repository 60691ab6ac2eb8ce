package dev.simbroker.conformance;

import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.time.Schedule;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The broker of this library keeps its contracts under schedules that look for other orders. */
class ScheduledBrokerConformanceTest {

    @Nested
    class Random1 extends OnSchedule {
        Random1() {
            super(Schedule.random(), 1);
        }
    }

    @Nested
    class Random2 extends OnSchedule {
        Random2() {
            super(Schedule.random(), 2);
        }
    }

    @Nested
    class Random3 extends OnSchedule {
        Random3() {
            super(Schedule.random(), 3);
        }
    }

    @Nested
    class Priorities1 extends OnSchedule {
        Priorities1() {
            super(Schedule.pct(3, 50), 1);
        }
    }

    @Nested
    class Priorities2 extends OnSchedule {
        Priorities2() {
            super(Schedule.pct(3, 50), 2);
        }
    }

    abstract static class OnSchedule extends LocalBrokerKit {

        OnSchedule(Schedule schedule, long seed) {
            super(SimulatedStage.of(schedule, seed));
        }

        @Override
        public Set<Feature> features() {
            return EnumSet.complementOf(EnumSet.of(Feature.EXACT_TIMES, Feature.FIRST_COME));
        }
    }
}
