package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.concurrent.ProcessLock;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.LeakedProcessesException;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;

/**
 * One process runs the methods before a test, the test and the methods after it. Each had a process and a thread of its
 * own: a transaction that {@code @BeforeEach} had begun, a logging context that it had set and a static mock that it
 * had opened were not there in the test.
 */
class OneProcessTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final ThreadLocal<@Nullable String> CONTEXT = new ThreadLocal<>();
    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();

    @Test
    void whatOneMethodLeavesInItsThread_theNextOneFindsThere() {
        Launch.of(Contexts.class).passed(7);
        assertThat(LOG).hasSize(7).containsOnly("closed after the test");
    }

    static class Contexts {

        private static final ThreadLocal<@Nullable SimProcess> OWNER = new ThreadLocal<>();

        @BeforeEach
        void begin(Simulation simulation) throws InterruptedException {
            CONTEXT.set("begun");
            OWNER.set(simulation.currentProcess().orElseThrow());
            simulation.sleep(Duration.ofHours(1));
        }

        @AfterEach
        void end(Simulation simulation) {
            assertSame(OWNER.get(), simulation.currentProcess().orElseThrow());
            LOG.add(CONTEXT.get() + " the test");
            CONTEXT.remove();
        }

        @SimulationTest
        void test() {
            change();
        }

        @SimulationTest(seeds = 3)
        void everySeed(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            change();
        }

        private static void change() {
            assertEquals("begun", CONTEXT.get());
            CONTEXT.set("closed after");
        }

        @Nested
        class Inner {

            @BeforeEach
            void goOn() {
                assertEquals("begun", CONTEXT.get());
            }

            @SimulationTest
            void test() {
                change();
            }
        }

        @Nested
        @ExtendWith(SimulationExtension.class)
        class Plain {

            @Test
            void test() {
                change();
            }

            @TestFactory
            List<DynamicTest> dynamic() {
                return List.of(
                        DynamicTest.dynamicTest("first", () -> assertEquals("begun", CONTEXT.get())),
                        DynamicTest.dynamicTest("second", Contexts::change),
                        DynamicTest.dynamicTest("third", () -> assertEquals("closed after", CONTEXT.get())));
            }
        }
    }

    @Test
    void lockOfTheMethodBefore_isReleasedByTheMethodAfter() {
        Launch.of(Locked.class).passed(1);
    }

    static class Locked {

        private final List<ProcessLock> locks = new ArrayList<>();

        @BeforeEach
        void lock(Simulation simulation) {
            locks.add(ProcessLock.create(simulation, "ledger"));
            locks.getFirst().lock();
        }

        @SimulationTest
        void test(Simulation simulation) throws InterruptedException {
            simulation
                    .spawn("auditor", () -> assertEquals(false, locks.getFirst().tryLock(1, TimeUnit.HOURS)))
                    .join();
        }

        @AfterEach
        void unlock() {
            locks.getFirst().unlock();
        }
    }

    // ---- every phase fails as before ----

    @Test
    void phaseThatFails_failsTheTest_andTheMethodsAfterItAreRun() {
        LOG.clear();
        assertThat(Launch.of(FailingBefore.class).failure()).hasMessage("before");
        assertThat(LOG).containsExactly("after");
        Throwable failure = Launch.of(FailingTwice.class).failure();
        assertThat(failure).hasMessage("test");
        assertThat(failure.getSuppressed())
                .hasSize(2)
                .anySatisfy(after -> assertThat(after).hasMessage("after"));
    }

    static class FailingBefore {

        @BeforeEach
        void before() {
            throw new IllegalStateException("before");
        }

        @SimulationTest
        void test() {
            LOG.add("test");
        }

        @AfterEach
        void after() {
            LOG.add("after");
        }
    }

    static class FailingTwice {

        @SimulationTest
        void test() {
            throw new IllegalStateException("test");
        }

        @AfterEach
        void after() {
            throw new IllegalStateException("after");
        }
    }

    @Test
    void phaseThatWaitsForever_isReported_whicheverItIs() {
        assertThat(Launch.of(StuckBefore.class).failure())
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("process 'main' waits for a message");
        assertThat(Launch.of(StuckAfter.class).failure())
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("process 'main' waits for a message");
    }

    static class StuckBefore {

        @BeforeEach
        void before(Broker broker) throws InterruptedException {
            broker.subscribe(ORDERS).receive();
        }

        @SimulationTest
        void test() {}
    }

    static class StuckAfter {

        @SimulationTest
        void test() {}

        @AfterEach
        void after(Broker broker) throws InterruptedException {
            broker.subscribe(ORDERS).receive();
        }
    }

    @Test
    void testsOwnProcess_isNoLeak_butOthersAreNamedAlone() {
        assertThat(Launch.of(Leaking.class).failure())
                .isInstanceOf(LeakedProcessesException.class)
                .hasMessageContaining("process 'left' waits for the end of a sleep")
                .hasMessageNotContaining("'main'");
    }

    static class Leaking {

        @BeforeEach
        void before(Simulation simulation) {
            simulation.spawn("left", () -> simulation.sleep(Duration.ofDays(1)));
        }

        @SimulationTest
        void test() {}
    }

    @Test
    void interruptThatAMethodLeavesBehind_doesNotReachTheNext() {
        Launch.of(Interrupting.class).passed(1);
    }

    static class Interrupting {

        @BeforeEach
        void before() {
            Thread.currentThread().interrupt();
        }

        @SimulationTest
        void test(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            assertEquals(Duration.ofHours(1), simulation.elapsed());
        }
    }

    @Test
    void timeout_interruptsTheProcess() {
        assertThat(Launch.of(Spinning.class).failure()).hasMessageContaining("timed out after 100 milliseconds");
    }

    static class Spinning {

        @SimulationTest
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void test(Simulation simulation) throws InterruptedException {
            while (true) {
                simulation.sleep(Duration.ofNanos(1));
            }
        }
    }

    @Test
    void assertionOfASpawnedProcess_isTheTestsFailure() {
        assertThat(Launch.of(Spawning.class).failure()).isInstanceOfSatisfying(AssertionFailedError.class, failure -> {
            assertThat(failure.getExpected().getValue()).isEqualTo(1);
            assertThat(SimulationNote.on(failure))
                    .hasValueSatisfying(note ->
                            assertThat(note).startsWith("in process 'checker' at simulated time 2000-01-01T00:01:30Z"));
        });
    }

    static class Spawning {

        @SimulationTest
        void test(Simulation simulation) throws InterruptedException {
            simulation.spawn("checker", () -> {
                simulation.sleep(Duration.ofSeconds(90));
                assertEquals(1, 2);
            });
            simulation.sleep(Duration.ofHours(1));
        }
    }
}
