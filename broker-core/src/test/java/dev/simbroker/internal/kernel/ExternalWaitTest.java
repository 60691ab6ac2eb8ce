package dev.simbroker.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.State;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What stacks tell of waits outside a simulation. */
class ExternalWaitTest {

    private static final String USER = ExternalWaitTest.class.getName() + ".waitForIt";

    private static ExternalWait wait(State state, String... methods) {
        return new ExternalWait(
                state, Arrays.stream(methods).map(ExternalWaitTest::frame).toArray(StackTraceElement[]::new));
    }

    private static StackTraceElement frame(String method) {
        int dot = method.lastIndexOf('.');
        return new StackTraceElement(method.substring(0, dot), method.substring(dot + 1), "Source.java", 17);
    }

    @Test
    void waitInTheJdk_isNamedWithTheLineThatCalledIt() {
        var wait = wait(
                State.WAITING,
                "jdk.internal.misc.Unsafe.park",
                "java.util.concurrent.locks.LockSupport.park",
                "java.util.concurrent.LinkedBlockingQueue.take",
                USER);

        assertThat(wait)
                .hasToString("it is in java.util.concurrent.LinkedBlockingQueue.take, called at " + USER
                        + "(Source.java:17)");
        assertThat(wait.at()).contains(frame(USER));
    }

    @Test
    void waitInALibrary_isNamedWithItsLine_andTheUsersLine() {
        var wait = wait(
                State.TIMED_WAITING,
                "java.util.concurrent.locks.LockSupport.parkNanos",
                "java.util.concurrent.FutureTask.get",
                "org.awaitility.core.Uninterruptibles.getUninterruptibly",
                "org.awaitility.core.ConditionFactory.until",
                USER,
                "dev.simbroker.internal.kernel.SimulatedProcess.run");

        assertThat(wait)
                .hasToString("it is in java.util.concurrent.FutureTask.get, called by"
                        + " org.awaitility.core.Uninterruptibles.getUninterruptibly(Source.java:17), called at " + USER
                        + "(Source.java:17)");
        assertThat(wait.instead())
                .isEqualTo("assertEventually(simulation, duration, assertion) of"
                        + " dev.simbroker.junit.SimulationAssertions");
    }

    /** One process sleeps in its transaction, and the next waits for its row. */
    @Test
    void waitInADatabase_isAboutItsTransactions() {
        var wait = wait(
                State.TIMED_WAITING,
                "java.lang.Object.wait",
                "org.h2.mvstore.tx.Transaction.waitFor",
                "org.h2.jdbc.JdbcPreparedStatement.executeUpdate",
                USER);

        assertThat(wait.at()).contains(frame(USER));
        assertThat(wait.instead()).startsWith("a transaction that ends before its process waits in simulated time");
    }

    @Test
    void parkWithoutATime_isIndefinite() {
        assertThat(wait(State.WAITING, "java.util.concurrent.locks.LockSupport.park", USER)
                        .isIndefinite())
                .isTrue();
        assertThat(wait(State.BLOCKED, USER).isIndefinite()).isTrue();
    }

    /** Up to Java 21 the state of a virtual thread does not tell a wait with a time from one without. */
    @Test
    void parkWithATime_isNot_whateverItsState() {
        for (State state : new State[] {State.WAITING, State.TIMED_WAITING}) {
            assertThat(wait(
                                    state,
                                    "java.lang.VirtualThread.parkNanos",
                                    "java.util.concurrent.locks.LockSupport.parkNanos",
                                    "java.util.concurrent.LinkedBlockingQueue.poll",
                                    USER)
                            .isIndefinite())
                    .isFalse();
        }
    }

    /** A virtual thread that reads from a socket parks without a time, and the other end may yet answer. */
    @Test
    void inputAndOutput_isNot() {
        assertThat(wait(
                                State.WAITING,
                                "java.lang.VirtualThread.park",
                                "java.util.concurrent.locks.LockSupport.park",
                                "sun.nio.ch.Poller.poll",
                                "sun.nio.ch.NioSocketImpl.park",
                                "java.net.Socket$SocketInputStream.read",
                                USER)
                        .isIndefinite())
                .isFalse();
    }

    @Test
    void locksMonitorsAndPermits_areHeldBySomebody() {
        assertThat(wait(State.BLOCKED, USER).isForSomethingHeld()).isTrue();
        assertThat(wait(State.WAITING, "java.util.concurrent.locks.ReentrantLock.lock", USER)
                        .isForSomethingHeld())
                .isTrue();
        assertThat(wait(State.WAITING, "java.util.concurrent.Semaphore.acquire", USER)
                        .isForSomethingHeld())
                .isTrue();
        assertThat(wait(State.WAITING, "java.util.concurrent.LinkedBlockingQueue.take", USER)
                        .isForSomethingHeld())
                .isFalse();
    }
}
