package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.time.ExternalBlockingException;
import dev.simbroker.time.RealTimeLimitException;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.StepLimitException;
import dev.simbroker.time.TimeLimitException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a test is given up, and settings that make no sense. */
class LimitsTest {

    @Test
    void testBeyondItsSimulatedTime_isGivenUp() {
        assertThat(Launch.of(Endless.class, "clock").failure()).isInstanceOf(TimeLimitException.class);
    }

    @Test
    void testOfTooManySteps_isGivenUp() {
        assertThat(Launch.of(Endless.class, "livelock").failure()).isInstanceOf(StepLimitException.class);
    }

    @Test
    void testBeyondItsRealTime_isGivenUp() {
        assertThat(Launch.of(Endless.class, "busy").failure()).isInstanceOf(RealTimeLimitException.class);
    }

    @Test
    void testBlockedOutsideTheSimulation_isGivenUp() {
        assertThat(Launch.of(Endless.class, "external").failure())
                .isInstanceOf(ExternalBlockingException.class)
                .hasMessageContaining("CountDownLatch");
        assertThat(Launch.of(Patient.class, "external").failure()).isInstanceOf(ExternalBlockingException.class);
    }

    static class Patient {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .externalBlockingLimit(Duration.ofMillis(100))
                .build();

        @SimulationTest(realTimeLimit = "PT2S")
        void external() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    @Test
    void testThatWaitsWithoutATime_hasALimitOfItsOwn() {
        assertThat(Launch.of(Endless.class, "indefinite").failure())
                .isInstanceOf(ExternalBlockingException.class)
                .hasMessageContaining("indefiniteBlockingLimit, PT0.1S");
        assertThat(Launch.of(Indefinite.class, "external").failure())
                .isInstanceOf(ExternalBlockingException.class)
                .hasMessageContaining("indefiniteBlockingLimit, PT0.1S");
    }

    static class Indefinite {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .indefiniteBlockingLimit(Duration.ofMillis(100))
                .build();

        @SimulationTest
        void external() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** A test that naps is green and slow; nobody would know why without a logging binding. */
    @Test
    void realTimeSpentOutside_isReported_whetherTheTestPassesOrNot() {
        Launch once = Launch.of(Slow.class, "once");
        Launch sweep = Launch.of(Slow.class, "sweep");

        once.passed(1);
        sweep.passed(1);
        assertThat(once.reports())
                .anySatisfy(report -> assertThat(report).contains("process 'main' spent about", "nap"));
        assertThat(sweep.reports())
                .anySatisfy(report -> assertThat(report).contains("process 'main' spent about", "nap"));
    }

    static class Slow {

        @SimulationTest
        void once() throws InterruptedException {
            nap();
        }

        @SimulationTest(seeds = 2)
        void sweep() throws InterruptedException {
            nap();
        }

        private static void nap() throws InterruptedException {
            new CountDownLatch(1).await(400, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void limitsOfTheExtension_areThoseOfItsTests() {
        assertThat(Launch.of(Limited.class, "byTheExtension").failure()).isInstanceOf(TimeLimitException.class);
        Launch.of(Limited.class, "byTheTest").passed(1);
    }

    static class Endless {

        @SimulationTest(timeLimit = "PT10M")
        void clock(Simulation simulation) throws InterruptedException {
            while (true) {
                simulation.sleep(Duration.ofMinutes(1));
            }
        }

        @SimulationTest(stepLimit = 1000)
        void livelock(Simulation simulation) throws InterruptedException {
            while (true) {
                simulation.sleep(Duration.ZERO);
            }
        }

        @SimulationTest(externalBlockingLimit = "PT0.1S", realTimeLimit = "PT2S")
        void external() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @SimulationTest(indefiniteBlockingLimit = "PT0.1S")
        void indefinite() throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @SimulationTest(realTimeLimit = "PT0.2S", stepLimit = Long.MAX_VALUE)
        void busy(Simulation simulation) throws InterruptedException {
            while (true) {
                simulation.sleep(Duration.ZERO);
            }
        }
    }

    static class Limited {

        @RegisterExtension
        static final SimulationExtension SIMULATION =
                SimulationExtension.builder().timeLimit(Duration.ofMinutes(1)).build();

        @SimulationTest
        void byTheExtension(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
        }

        @SimulationTest(timeLimit = "PT2H")
        void byTheTest(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
        }
    }

    // ---- nonsense ----

    @Test
    void badValues_areRefused_byNameValueAndRule() {
        refused("noSeeds", "seeds must be at least 1: 0");
        refused("noDuration", "timeLimit must be a duration in ISO 8601, such as PT10M or P1D: '10 minutes'");
        refused("noTime", "realTimeLimit must be greater than zero: PT0S");
        refused("noExternalBlocking", "externalBlockingLimit must be greater than zero: PT0S");
        refused("noIndefiniteBlocking", "indefiniteBlockingLimit must be greater than zero: PT0S");
        refused("noSteps", "stepLimit must be at least 1: 0");
        refused("noDepth", "pctDepth must be at least 1: 0");
        refused("noInterleavings", "interleavings must be at least 1: 0");
        refused("negativePreemptions", "preemptions must be at least 0: -1");
        refused("exhaustiveSeeds", "seeds must be 1 with the schedule EXHAUSTIVE");
        refused("exhaustiveAudit", "audit must not be true with the schedule EXHAUSTIVE");
    }

    @Test
    void attributesWithoutAnyEffect_areRefused() {
        refused(
                "depthOfSeeds",
                "pctDepth = 5 has an effect with schedule = PCT only, but the schedule is RANDOM:"
                        + " say schedule = PCT, or leave it out");
        refused(
                "interleavingsOfOne",
                "interleavings = 50 has an effect with schedule = EXHAUSTIVE only, but the schedule is FIFO");
        refused(
                "preemptionsOfPct",
                "preemptions = 2 has an effect with schedule = EXHAUSTIVE only, but the schedule is PCT");
        refused(
                "partOfASweep",
                "partial = true has an effect with schedule = EXHAUSTIVE only, but the schedule is RANDOM");
        Launch.of(PctClass.class).passed(1);
    }

    static class PctClass {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .schedule(SchedulePolicy.PCT)
                .preemptions(2) // for those that are exhaustive
                .build();

        @SimulationTest(pctDepth = 5)
        void deep() {}
    }

    @Test
    void badValues_areRefusedByTheBuilderToo() {
        var builder = SimulationExtension.builder();
        assertThatThrownBy(() -> builder.seeds(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seeds must be at least 1: 0");
        assertThatThrownBy(() -> builder.timeLimit(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeLimit must be greater than zero: PT0S");
        builder.schedule(SchedulePolicy.EXHAUSTIVE);
        assertThatThrownBy(() -> builder.seeds(2)).hasMessageContaining("seeds must be 1 with the schedule EXHAUSTIVE");
        assertThatThrownBy(builder::audit).hasMessageContaining("audit must not be true with the schedule EXHAUSTIVE");
    }

    @Test
    void annotation_mayAskForEveryOrder_whereTheExtensionSweeps_andTheOtherWayRound() {
        assertThat(Launch.of(SweptClass.class).names())
                .containsExactlyInAnyOrder(
                        "exhaustive, every interleaving of seed 0, at most 10000",
                        "swept, 5 seeds from 0, random order, each twice");
        Launch.of(SweptClass.class).passed(2);
        assertThat(Launch.of(ExhaustiveClass.class).names()).containsExactly("swept, 5 seeds from 0, PCT of depth 3");
    }

    static class SweptClass {

        @RegisterExtension
        static final SimulationExtension SIMULATION =
                SimulationExtension.builder().seeds(5).audit().build();

        @SimulationTest(schedule = SchedulePolicy.EXHAUSTIVE)
        void exhaustive() {}

        @SimulationTest
        void swept() {}
    }

    static class ExhaustiveClass {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .schedule(SchedulePolicy.EXHAUSTIVE)
                .build();

        @SimulationTest(seeds = 5, schedule = SchedulePolicy.PCT)
        void swept() {}
    }

    private static void refused(String test, String rule) {
        assertThat(Launch.of(Nonsense.class, test).failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("@SimulationTest of void")
                .hasMessageContaining(test + "()")
                .hasMessageContaining(rule);
    }

    static class Nonsense {

        @SimulationTest(seeds = 0)
        void noSeeds() {}

        @SimulationTest(timeLimit = "10 minutes")
        void noDuration() {}

        @SimulationTest(realTimeLimit = "PT0S")
        void noTime() {}

        @SimulationTest(externalBlockingLimit = "PT0S")
        void noExternalBlocking() {}

        @SimulationTest(indefiniteBlockingLimit = "PT0S")
        void noIndefiniteBlocking() {}

        @SimulationTest(seeds = 2, pctDepth = 5)
        void depthOfSeeds() {}

        @SimulationTest(interleavings = 50)
        void interleavingsOfOne() {}

        @SimulationTest(schedule = SchedulePolicy.PCT, preemptions = 2)
        void preemptionsOfPct() {}

        @SimulationTest(seeds = 3, partial = true)
        void partOfASweep() {}

        @SimulationTest(stepLimit = 0)
        void noSteps() {}

        @SimulationTest(pctDepth = 0)
        void noDepth() {}

        @SimulationTest(interleavings = 0)
        void noInterleavings() {}

        @SimulationTest(preemptions = -1)
        void negativePreemptions() {}

        @SimulationTest(seeds = 2, schedule = SchedulePolicy.EXHAUSTIVE)
        void exhaustiveSeeds() {}

        @SimulationTest(audit = true, schedule = SchedulePolicy.EXHAUSTIVE)
        void exhaustiveAudit() {}
    }
}
