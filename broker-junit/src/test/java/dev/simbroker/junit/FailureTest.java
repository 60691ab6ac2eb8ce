package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.LeakedProcessesException;
import dev.simbroker.time.Simulation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.AssertionFailedError;

/** What a test fails with, and what it must not leave behind. */
class FailureTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);
    private static final List<String> LOG = new ArrayList<>();

    @BeforeEach
    void clearLog() {
        LOG.clear();
    }

    // ---- the test's own failure ----

    @Test
    void assertionThatFails_isTheTestsFailure_andSaysWhenAndHowToRepeatIt() {
        Throwable failure = Launch.of(Failing.class, "assertion").failure();
        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(((AssertionFailedError) failure).getActual().getValue()).isEqualTo(2);
        assertThat(failure.getStackTrace()[failure.getStackTrace().length - 1].getMethodName())
                .isNotEmpty();
        assertThat(failure.getStackTrace())
                .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("assertion"));
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .hasMessageContaining("at simulated time 2000-01-01T01:00:00Z, PT1H after the start")
                        .hasMessageContaining("-Dsimbroker.seed=7")
                        .hasMessageContaining("-Dsimbroker.replay=fifo:7:"));
    }

    @Test
    void exceptionOfTheTest_isItsFailure() {
        assertThat(Launch.of(Failing.class, "exception").failure())
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("not today");
    }

    @Test
    void assumptionThatFails_abortsTheTest() {
        Launch.of(Failing.class, "assumption").aborted(1);
        Launch.of(Failing.class, "assumptionOfAnotherProcess").aborted(1);
    }

    /** It was the cause of a ProcessFailedException, so that summaries and IDEs showed the library's line. */
    @Test
    void failureOfAnotherProcess_isTheTestsFailure_withANoteThatNamesTheProcess() {
        Throwable failure = Launch.of(Failing.class, "otherProcess").failure();
        assertThat(failure)
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("not today");
        assertThat(failure.getStackTrace()[0].getFileName()).isEqualTo("FailureTest.java");
        assertThat(SimulationNote.on(failure))
                .hasValueSatisfying(note ->
                        assertThat(note).startsWith("in process 'shop' at simulated time 2000-01-01T00:00:05Z"));
    }

    @Test
    void everyFailingTest_tellsWhatOthersHaveToSayAboutIt() {
        assertThat(SimulationNote.on(Launch.of(Failing.class, "withSource").failure()))
                .hasValueSatisfying(note -> assertThat(note).endsWith("1 order was lost"));
    }

    @Test
    void testThatWaitsForEver_saysForWhat() {
        assertThat(Launch.of(Failing.class, "deadlock").failure())
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining("a message of subscription 'billing'")
                .hasMessageContaining("FailureTest.java");
    }

    static class Failing {

        @SimulationTest(seed = 7)
        void assertion(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            assertEquals(1, 2);
        }

        @SimulationTest
        void exception() {
            throw new UnsupportedOperationException("not today");
        }

        @SimulationTest
        void assumption(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            assumeTrue(false);
        }

        @SimulationTest
        void assumptionOfAnotherProcess(Simulation simulation) throws InterruptedException {
            simulation.spawn("shop", () -> assumeTrue(false)).join();
        }

        @SimulationTest
        void otherProcess(Simulation simulation) throws InterruptedException {
            simulation.spawn("shop", () -> {
                simulation.sleep(Duration.ofSeconds(5));
                throw new UnsupportedOperationException("not today");
            });
            simulation.sleep(Duration.ofHours(1));
        }

        @SimulationTest
        void withSource(Simulation simulation) {
            simulation.spi().addReportSource(() -> List.of("1 order was lost"));
            assertEquals(1, 2);
        }

        @SimulationTest
        void deadlock(Broker broker) throws InterruptedException {
            broker.subscribe(ORDERS, Subscription.named("billing")).receive();
        }
    }

    @Test
    void methodsAfterAFailedTest_areRun_inTheSimulationAsLongAsItCanRun() {
        Launch.of(CleaningUp.class, "assertion").failure();
        assertThat(LOG).containsExactly("cleaned up after PT1H");
        LOG.clear();
        Throwable deadlock = Launch.of(CleaningUp.class, "deadlock").failure();
        assertThat(deadlock).isInstanceOf(DeadlockException.class);
        assertThat(deadlock.getSuppressed()).hasAtLeastOneElementOfType(IllegalStateException.class);
        assertThat(LOG).isEmpty();
    }

    static class CleaningUp {

        @AfterEach
        void cleanUp(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofHours(1));
            LOG.add("cleaned up after " + simulation.elapsed());
        }

        @SimulationTest
        void assertion() {
            assertEquals(1, 2);
        }

        @SimulationTest
        void deadlock(Broker broker) throws InterruptedException {
            broker.subscribe(ORDERS).receive();
        }
    }

    // ---- what is left at the end ----

    @Test
    void processThatIsDueAtTheEnd_mayStillFailTheTest() {
        assertThat(Launch.of(Leaving.class, "failureAtTheEnd").failure())
                .isInstanceOf(UnsupportedOperationException.class)
                .satisfies(failure ->
                        assertThat(SimulationNote.on(failure).orElseThrow()).startsWith("in process 'late'"));
    }

    @Test
    void processThatIsStillThere_failsTheTest() {
        assertThat(Launch.of(Leaving.class, "leak").failure())
                .isInstanceOf(LeakedProcessesException.class)
                .hasMessageContaining("'left alone'")
                .hasMessageContaining("FailureTest.java");
    }

    @Test
    void leaksOfATestThatFailed_areNotReported() {
        Throwable failure = Launch.of(Leaving.class, "leakAfterFailure").failure();
        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(SimulationNote.class);
    }

    @Test
    void backgroundProcesses_andIdleHandlers_areNoLeak() {
        Launch.of(Leaving.class, "background").passed(1);
        Launch.of(Leaving.class, "idleHandler").passed(1);
    }

    @Test
    void handlerThatIsStillAtWork_isALeak() {
        assertThat(Launch.of(Leaving.class, "busyHandler").failure()).isInstanceOf(LeakedProcessesException.class);
    }

    @Test
    void everyProcess_isUnwoundAtTheEnd() {
        Launch.of(Leaving.class, "unwound").passed(1);
        assertThat(LOG).containsExactly("unwound");
    }

    static class Leaving {

        @SimulationTest
        void failureAtTheEnd(Simulation simulation) {
            simulation.spawn("late", () -> {
                throw new UnsupportedOperationException("not today");
            });
        }

        @SimulationTest
        void leak(Simulation simulation) {
            simulation.spawn("left alone", () -> simulation.sleep(Duration.ofHours(1)));
        }

        @SimulationTest
        void leakAfterFailure(Simulation simulation) {
            simulation.spawn("left alone", () -> simulation.sleep(Duration.ofHours(1)));
            assertEquals(1, 2);
        }

        @SimulationTest
        void background(Simulation simulation) {
            simulation.spawnBackground("ticker", () -> simulation.sleep(Duration.ofHours(1)));
        }

        @SimulationTest
        void unwound(Simulation simulation) {
            simulation.spawnBackground("ticker", () -> {
                try {
                    simulation.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    LOG.add("unwound");
                }
            });
        }

        @SimulationTest
        void idleHandler(Broker broker) throws InterruptedException {
            broker.consume(ORDERS, Subscription.named("billing"), 2, delivery -> LOG.add(delivery.payload()));
            broker.publish(ORDERS, "order 1");
        }

        @SimulationTest
        void busyHandler(Simulation simulation, Broker broker) throws InterruptedException {
            broker.consume(ORDERS, Subscription.named("billing"), 2, delivery -> simulation.sleep(Duration.ofHours(1)));
            broker.publish(ORDERS, "order 1");
        }
    }

    // ---- the conservation law ----

    @Test
    void booksThatDoNotBalance_failTheTest() {
        assertThat(Launch.of(Cooking.class).failure())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(
                        "the books of subscription 'billing' on 'orders' do not balance: it accepted 2 messages")
                .hasMessageContaining("1 ready")
                .hasMessageContaining("are 1")
                .satisfies(failure -> assertThat(SimulationNote.on(failure)).isPresent());
    }

    static class Cooking {

        @RegisterExtension
        static final SimulationExtension SIMULATION =
                SimulationExtension.builder().broker(Cooking::cooked).build();

        @Test
        void test(Broker broker) throws InterruptedException {
            broker.subscribe(ORDERS, Subscription.named("billing"));
            broker.publish(ORDERS, "order 1");
        }

        /** A broker whose books say one more than it accepted. */
        private static Broker cooked(Simulation simulation) {
            Broker broker = Broker.create(simulation);
            return proxy(Broker.class, (method, arguments) -> {
                Object answer = method.invoke(broker, arguments);
                return method.getName().equals("subscriptions")
                        ? broker.subscriptions().stream().map(Cooking::cooked).toList()
                        : answer;
            });
        }

        private static SubscriptionStatistics cooked(SubscriptionStatistics books) {
            return proxy(SubscriptionStatistics.class, (method, arguments) -> {
                Object answer = method.invoke(books, arguments);
                return method.getName().equals("accepted") ? books.accepted() + 1 : answer;
            });
        }

        private interface Call {
            Object on(java.lang.reflect.Method method, Object[] arguments) throws ReflectiveOperationException;
        }

        private static <T> T proxy(Class<T> type, Call call) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        try {
                            return call.on(method, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }
}
