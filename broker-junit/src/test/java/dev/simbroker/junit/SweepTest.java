package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.ReplayDivergedException;
import dev.simbroker.time.Simulation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

/** Tests that are run under many seeds. */
class SweepTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
    private static final Set<Object> INSTANCES = ConcurrentHashMap.newKeySet();
    private static final Set<Long> SEEDS = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void clear() {
        LOG.clear();
        INSTANCES.clear();
        SEEDS.clear();
    }

    /** The first random number tells the seed. */
    private static long seedOf(Random random) {
        long number = random.nextLong();
        for (long seed = 0; seed < 10_000; seed++) {
            if (new Random(seed).nextLong() == number) {
                return seed;
            }
        }
        throw new AssertionError("no seed that a test uses");
    }

    // ---- what is run ----

    @Test
    void sweep_isOneTestInTheReport_andRunsEachSeedOnce() {
        var launch = Launch.of(Passing.class, "hundred");
        launch.passed(1);
        assertThat(launch.names()).containsExactly("100 seeds from 5, random order");
        assertThat(SEEDS).hasSize(100).contains(5L, 104L);
        assertThat(LOG).hasSize(100);
    }

    @Test
    void sweep_reportsWhatItCovered() {
        assertThat(Launch.of(Passing.class, "hundred").reports())
                .singleElement()
                .asString()
                .contains("100 seeds from 5, random order: all 100 seeds passed after");
    }

    @Test
    void property_selectsOneSeed() {
        var launch = Launch.of(Passing.class, "hundred", Map.of("simbroker.seed", "17"));
        launch.passed(1);
        assertThat(launch.names()).containsExactly("seed 17, random order");
        assertThat(SEEDS).containsExactly(17L);
        assertThat(LOG).hasSize(1);
    }

    @Test
    void property_givesSweepsMoreSeeds() {
        Launch.of(Passing.class, "hundred", Map.of("simbroker.seeds", "200")).passed(1);
        assertThat(SEEDS).hasSize(200);
        SEEDS.clear();
        Launch.of(Passing.class, "hundred", Map.of("simbroker.seeds", "3", "simbroker.seed", "1000"))
                .passed(1);
        assertThat(SEEDS).containsExactlyInAnyOrder(1000L, 1001L, 1002L);
        SEEDS.clear();
        Launch.of(Passing.class, "single", Map.of("simbroker.seeds", "200")).passed(1);
        assertThat(SEEDS).containsExactly(0L);
    }

    @Test
    void badProperties_areRefused() {
        assertThat(Launch.of(Passing.class, "hundred", Map.of("simbroker.seed", "x"))
                        .failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("property simbroker.seed must be a whole number: 'x'");
        assertThat(Launch.of(Passing.class, "hundred", Map.of("simbroker.seeds", "0"))
                        .failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("property simbroker.seeds: seeds must be at least 1: 0");
        assertThat(Launch.of(Passing.class, "hundred", Map.of("simbroker.replay", "x"))
                        .failure())
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("property simbroker.replay: ")
                .hasMessageContaining("'x'");
    }

    static class Passing {

        @SimulationTest(seeds = 100, seed = 5)
        void hundred(Simulation simulation, Random random) throws InterruptedException {
            SEEDS.add(seedOf(random));
            simulation.sleep(Duration.ofHours(1));
            LOG.add("run");
        }

        @SimulationTest
        void single(Random random) {
            SEEDS.add(seedOf(random));
        }
    }

    // ---- failures ----

    @Test
    void smallestFailingSeed_isTheOneReported() {
        for (int n = 0; n < 5; n++) {
            Throwable failure = Launch.of(Failing.class, "quickerGreaterSeeds").failure();
            assertThat(failure)
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageContaining("seed 8 failed (200 seeds from 0, random order): ")
                    .hasMessageContaining("seed 8 is bad")
                    .hasMessageContaining("-Dsimbroker.seed=8,")
                    .hasMessageContaining("-Dsimbroker.replay=random:8:");
        }
    }

    @Test
    void failureOfASeed_keepsWhatItExpected_andWhereItFailed() {
        var failure =
                (AssertionFailedError) Launch.of(Failing.class, "expectation").failure();
        assertThat(failure.getExpected().getValue()).isEqualTo(1L);
        assertThat(failure.getActual().getValue()).isEqualTo(0L);
        assertThat(failure.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("expectation"));
        assertThat(failure).hasCauseInstanceOf(AssertionFailedError.class);
    }

    @Test
    void failureOfAnotherProcess_saysTheSeedToo() {
        assertThat(Launch.of(Failing.class, "race").failure())
                .hasMessageContaining("failed (100 seeds from 0, random order): ")
                .hasMessageNotContaining("replay with")
                .hasMessageContaining("-Dsimbroker.seed=")
                .hasCauseInstanceOf(ProcessFailedException.class);
    }

    @Test
    void replay_repeatsAFailureExactly() {
        Throwable found = Launch.of(Failing.class, "race").failure();
        String replay = replay(found);

        var launch = Launch.of(Failing.class, "race", Map.of("simbroker.replay", replay));
        assertThat(launch.failure())
                .isInstanceOf(ProcessFailedException.class)
                .hasMessage(Objects.requireNonNull(found.getCause()).getMessage());
        assertThat(launch.names()).containsExactly("replay of " + replay);
    }

    @Test
    void replay_ofATestThatAsksForEverythingEverywhere_goesTheSameWay() {
        Throwable found = Launch.of(Demanding.class).failure();
        var launch = Launch.of(Demanding.class, Map.of("simbroker.replay", replay(found)));
        assertThat(launch.failure())
                .hasMessage(Objects.requireNonNull(found.getCause()).getMessage());
        assertThat(launch.failure().getSuppressed())
                .noneMatch(suppressed -> suppressed instanceof ReplayDivergedException);
    }

    @Test
    void replay_ofAnotherTest_isNoticed() {
        String replay = replay(Launch.of(Demanding.class).failure());
        assertThat(Launch.of(Passing.class, "hundred", Map.of("simbroker.replay", replay))
                        .failure())
                .isInstanceOf(ReplayDivergedException.class);
    }

    static class Demanding {

        @RegisterExtension
        static final SimulationExtension SIMULATION = SimulationExtension.builder()
                .broker(Demanding::serve)
                .schedule(SchedulePolicy.PCT)
                .build();

        private final Random random;

        Demanding(Random random) {
            this.random = random;
        }

        /** A broker that comes with a process of its own. */
        private static Broker serve(Simulation simulation) {
            simulation.spawnBackground("server", () -> {
                while (true) {
                    simulation.sleep(Duration.ofMillis(200));
                }
            });
            return Broker.create(simulation);
        }

        @BeforeEach
        void before(Broker broker, Simulation simulation) throws InterruptedException {
            broker.subscribe(ORDERS);
            simulation.sleep(Duration.ofSeconds(random.nextInt(3)));
        }

        @SimulationTest(seeds = 200)
        void test(Simulation simulation, Broker broker, MeterRegistry meters) throws InterruptedException {
            for (String shop : List.of("a", "b", "c")) {
                simulation.spawn(shop, () -> {
                    broker.publish(ORDERS, shop + 1);
                    broker.publish(ORDERS, shop + 2);
                });
            }
            simulation.sleep(Duration.ofSeconds(1));
            var orders = broker.subscribers().getFirst();
            var received = new ArrayList<Object>();
            for (var next = orders.tryReceive(); next.isPresent(); next = orders.tryReceive()) {
                received.add(next.get().payload());
            }
            assertThat(meters.get("broker.received").functionCounter().count()).isEqualTo(6);
            assertEquals(List.of("a1", "a2", "b1", "b2", "c1", "c2"), received);
        }

        @AfterEach
        void after(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofSeconds(1));
        }
    }

    static String replay(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        String property = "-Dsimbroker.replay=";
        return message.substring(message.indexOf(property) + property.length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    static class Failing {

        @SimulationTest(seeds = 200)
        void quickerGreaterSeeds(Simulation simulation, Random random) throws InterruptedException {
            long seed = seedOf(random);
            for (int n = 0; n < (seed == 8 ? 20_000 : 10); n++) {
                simulation.sleep(Duration.ofSeconds(1));
            }
            assertTrue(seed < 8, "seed " + seed + " is bad");
        }

        @SimulationTest(seeds = 3)
        void expectation(Random random) {
            assertEquals(1L, seedOf(random));
        }

        @SimulationTest(seeds = 3)
        void identity() {
            throw new AssertionFailedError("unexpected " + new Object());
        }

        /** Fails if 'second' comes first, for which two processes must go in the order in which they were not made. */
        @SimulationTest(seeds = 100)
        void race(Simulation simulation) throws InterruptedException {
            Queue<String> order = new ConcurrentLinkedQueue<>();
            var first = simulation.spawn("first", () -> order.add("first"));
            var second = simulation.spawn("second", () -> assertEquals("first", order.peek()));
            first.join();
            second.join();
        }
    }

    @Test
    void seedThatFailsInTheSameWayAgain_isNotDoubted() {
        for (String test : List.of("quickerGreaterSeeds", "expectation", "race", "identity")) {
            assertThat(Launch.of(Failing.class, test).failure().getMessage()).doesNotContain("not deterministic");
        }
    }

    @Test
    void seedThatPassesWhenItIsRunAgain_isNamedWithThatDoubt() {
        Doubtful.RUNS.set(0);
        assertThat(Launch.of(Doubtful.class, "failsOnce").failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("seed 5 failed (3 seeds from 5, random order): the first run")
                .hasMessageEndingWith("but passed when it was run again: the program is not deterministic;"
                        + " audit = true shows where");
        assertThat(Doubtful.RUNS).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void seedThatEndsOtherwiseWhenItIsRunAgain_isNamedWithThatDoubt() {
        Doubtful.RUNS.set(0);
        assertThat(Launch.of(Doubtful.class, "failsOtherwise").failure())
                .hasMessageContaining(
                        "seed 5 failed (3 seeds from 5, random order): java.lang.IllegalStateException: run 1")
                .hasMessageContaining("but failed otherwise when it was run again, with ")
                .hasMessageContaining(": the program is not deterministic; audit = true shows where");
        Doubtful.RUNS.set(0);
        assertThat(Launch.of(Doubtful.class, "abortedLater").failure())
                .hasMessageContaining("but was aborted when it was run again: the program is not deterministic");
    }

    @Test
    void auditThatSawTheSameTwice_pointsOutsideTheSimulation() {
        Doubtful.RUNS.set(0);
        assertThat(Launch.of(Doubtful.class, "audited").failure())
                .hasMessageContaining("but passed when it was run again: the program is not deterministic;"
                        + " something outlives a run, a static field for example");
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class Doubtful {

        private static final AtomicInteger RUNS = new AtomicInteger();

        @SimulationTest(seeds = 3, seed = 5)
        void failsOnce() {
            assertTrue(RUNS.incrementAndGet() > 1, "the first run");
        }

        @SimulationTest(seeds = 3, seed = 5)
        void failsOtherwise() {
            throw new IllegalStateException("run " + RUNS.incrementAndGet());
        }

        @SimulationTest(seeds = 3, seed = 5)
        void abortedLater() {
            assumeTrue(RUNS.incrementAndGet() == 1);
            throw new AssertionFailedError("the first run");
        }

        @SimulationTest(seeds = 3, seed = 5, audit = true)
        void audited() {
            assertTrue(RUNS.incrementAndGet() > 2, "the first two runs");
        }
    }

    @Test
    void assumptions_discardSeeds() {
        var launch = Launch.of(Assuming.class, "some");
        launch.passed(1);
        assertThat(launch.reports())
                .singleElement()
                .asString()
                .contains("all 10 seeds passed, apart from 5 in which an assumption failed");
        Launch.of(Assuming.class, "all").aborted(1);
    }

    static class Assuming {

        @SimulationTest(seeds = 10)
        void some(Random random) {
            assumeTrue(seedOf(random) % 2 == 0);
        }

        @SimulationTest(seeds = 10)
        void all() {
            assumeTrue(false);
        }
    }

    // ---- instances ----

    @Test
    void eachSeed_isRunOnInstancesOfItsOwn_withTheMethodsAroundIt() {
        var launch = Launch.of(Lifecycle.class);
        launch.passed(2);
        assertThat(LOG.stream().filter("before base, before, test, after, after base"::equals))
                .hasSize(20);
        assertThat(LOG.stream()
                        .filter("before base, before, before inner, test, after inner, after, after base"::equals))
                .hasSize(20);
        assertThat(LOG).hasSize(40);
        assertThat(INSTANCES).hasSize(40 + 20);
    }

    static class Base {

        String log = "";

        @BeforeEach
        void beforeBase() {
            log += "before base";
        }

        @AfterEach
        void afterBase() {
            LOG.add(log + ", after base");
        }
    }

    static class Lifecycle extends Base {

        @BeforeEach
        void before(Simulation simulation, TestInfo info) throws InterruptedException {
            INSTANCES.add(this);
            assertTrue(info.getTestMethod().isPresent());
            simulation.sleep(Duration.ofHours(1));
            log += ", before";
        }

        @AfterEach
        void after() {
            log += ", after";
        }

        @SimulationTest(seeds = 20)
        void test(Simulation simulation) {
            assertEquals(Duration.ofHours(1), simulation.elapsed());
            log += ", test";
        }

        @Nested
        class Inner {

            @BeforeEach
            void beforeInner() {
                INSTANCES.add(this);
                log += ", before inner";
            }

            @AfterEach
            void afterInner() {
                log += ", after inner";
            }

            @SimulationTest(seeds = 20)
            void test(Simulation simulation) {
                assertEquals(Duration.ofHours(1), simulation.elapsed());
                log += ", test";
            }
        }
    }

    @Test
    void constructors_areGivenTheirSeedsThings() {
        Launch.of(Constructed.class).passed(1);
        assertThat(SEEDS).hasSize(20);
    }

    static class Constructed {

        private final Broker broker;
        private final Random random;

        Constructed(Broker broker, Random random) {
            this.broker = broker;
            this.random = random;
        }

        @SimulationTest(seeds = 20)
        void test(Broker given) {
            assertThat(given).isSameAs(broker);
            SEEDS.add(seedOf(random));
        }
    }

    @Test
    void whatFailsBeforeTheTest_keepsItFromRunning_andIsFollowedByTheMethodsAfterIt() {
        assertThat(Launch.of(FailingBefore.class).failure())
                .hasMessageContaining("seed 0 failed (2 seeds from 0, random order): ");
        assertThat(LOG).contains("after").doesNotContain("test");
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class FailingBefore {

        @BeforeEach
        void before() {
            assertEquals(1, 2);
        }

        @AfterEach
        void after() {
            LOG.add("after");
        }

        @SimulationTest(seeds = 2)
        void test() {
            LOG.add("test");
        }
    }

    // ---- together with parameters ----

    @Test
    void parameters_areTheSameForEachSeed() {
        var launch = Launch.of(Parameterized.class);
        launch.passed(2);
        assertThat(LOG.stream().filter("a"::equals)).hasSize(10);
        assertThat(LOG.stream().filter("b"::equals)).hasSize(10);
    }

    static class Parameterized {

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @SimulationTest(seeds = 10)
        void test(String parameter, Broker broker, Simulation simulation) throws InterruptedException {
            var orders = broker.subscribe(ORDERS);
            broker.publish(ORDERS, parameter);
            simulation.sleep(Duration.ofHours(1));
            LOG.add(orders.receive().payload());
        }
    }

    @Test
    void parametersOfAClass_reachTheConstructorsOfEachSeed() {
        Launch.of(ParameterizedConstructor.class).passed(2);
        assertThat(LOG.stream().filter("a"::equals)).hasSize(10);
        assertThat(LOG.stream().filter("b"::equals)).hasSize(10);
    }

    @ParameterizedClass
    @ValueSource(strings = {"a", "b"})
    static class ParameterizedConstructor {

        private final String parameter;

        ParameterizedConstructor(String parameter) {
            this.parameter = parameter;
        }

        @SimulationTest(seeds = 10)
        void test(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            LOG.add(parameter);
        }
    }

    // ---- threads ----

    @Test
    void sweeps_useAllCores() {
        Launch.of(Threads.class, "all").passed(1);
    }

    @Test
    void sweepsThatShareSomething_useOneThread() {
        Launch.of(Threads.class, "sameThread").passed(1);
        Launch.of(Threads.class, "locked").passed(1);
        Launch.of(OneInstance.class).passed(1);
        assertThat(INSTANCES).hasSize(1);
        assertThat(LOG).hasSize(10);
    }

    static class Threads {

        private static final int CORES = Runtime.getRuntime().availableProcessors();
        private static final CountDownLatch ALL = new CountDownLatch(CORES);

        private static final Set<Thread> RUNNING = ConcurrentHashMap.newKeySet();

        @SimulationTest(seeds = 200)
        void all() throws InterruptedException {
            ALL.countDown();
            assertTrue(ALL.await(10, TimeUnit.SECONDS), "each core runs one, at the same time");
        }

        @SimulationTest(seeds = 50)
        @Execution(ExecutionMode.SAME_THREAD)
        void sameThread(Simulation simulation) throws InterruptedException {
            alone(simulation);
        }

        @SimulationTest(seeds = 50)
        @ResourceLock("table")
        void locked(Simulation simulation) throws InterruptedException {
            alone(simulation);
        }

        private static void alone(Simulation simulation) throws InterruptedException {
            RUNNING.add(Thread.currentThread());
            assertThat(RUNNING).hasSize(1);
            simulation.sleep(Duration.ofHours(1));
            RUNNING.remove(Thread.currentThread());
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        private int inside;

        @SimulationTest(seeds = 10)
        void test(Simulation simulation) throws InterruptedException {
            INSTANCES.add(this);
            assertEquals(1, ++inside);
            simulation.sleep(Duration.ofHours(1));
            inside--;
            LOG.add("run");
        }
    }
}
