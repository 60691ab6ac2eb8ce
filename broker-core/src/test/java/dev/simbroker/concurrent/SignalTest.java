package dev.simbroker.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.Coverage;
import dev.simbroker.time.Exploration;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A signal moves a waiter into the line for the lock, once and for good, whoever goes first.
 *
 * <p>The story: a signalled waiter went on and asked for the lock like anybody else, so that processes which had asked
 * after the signal could get it before.
 */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // it is about each call by itself
class SignalTest {

    private static final long SEEDS = 200;

    @Test
    void signalledWaiters_comeBeforeWhoAsksLater_inEveryOrder() {
        inEveryOrder(SignalTest::signalAllThenAsk);
    }

    @Test
    void signalledWaiters_comeBeforeWhoAsksLater_byChance() {
        byChance(SignalTest::signalAllThenAsk);
    }

    private static void signalAllThenAsk(Simulation simulation, Till till) {
        simulation.spawn("a", () -> till.await("a", Long.MAX_VALUE));
        simulation.run();
        simulation.spawn("b", () -> till.await("b", Long.MAX_VALUE));
        simulation.run();
        simulation.spawn("main", () -> {
            till.lock.lock();
            till.condition.signalAll();
            simulation.spawn("later", () -> till.pass("later"));
            till.lock.unlock();
        });
        simulation.run();

        assertThat(till.passed).containsExactly("a", "b", "later");
    }

    @Test
    void signal_reachesOneWaiter_ifAnotherIsInterruptedAtThatInstant_inEveryOrder() {
        inEveryOrder(SignalTest::signalAndInterrupt);
    }

    @Test
    void signal_reachesOneWaiter_ifAnotherIsInterruptedAtThatInstant_byChance() {
        byChance(SignalTest::signalAndInterrupt);
    }

    private static void signalAndInterrupt(Simulation simulation, Till till) {
        SimProcess first = simulation.spawn("first", () -> till.await("first", Long.MAX_VALUE));
        simulation.run();
        simulation.spawn("next", () -> till.await("next", Long.MAX_VALUE));
        simulation.run();
        simulation.spawn("interrupter", first::interrupt);
        simulation.spawn("signaller", till::signal);
        simulation.run();

        assertThat(till.signalled).hasSize(1);
        assertThat(till.lock.isLocked()).isFalse();
    }

    @Test
    void signal_reachesOneWaiter_ifAnotherTimesOutAtThatInstant_inEveryOrder() {
        inEveryOrder(SignalTest::signalAndTimeOut);
    }

    @Test
    void signal_reachesOneWaiter_ifAnotherTimesOutAtThatInstant_byChance() {
        byChance(SignalTest::signalAndTimeOut);
    }

    private static void signalAndTimeOut(Simulation simulation, Till till) {
        simulation.spawn("first", () -> till.await("first", TimeUnit.SECONDS.toNanos(1)));
        simulation.runFor(Duration.ofMillis(1));
        simulation.spawn("next", () -> till.await("next", Long.MAX_VALUE));
        simulation.schedule(Duration.ofMillis(999), () -> simulation.spawn("signaller", till::signal));
        simulation.run();

        assertThat(till.signalled).hasSize(1);
        assertThat(till.lock.isLocked()).isFalse();
    }

    @Test
    void signalledWaiter_whoseTimeRunsOutInLine_wasSignalled() {
        try (var simulation = Simulation.create()) {
            var till = new Till(simulation);
            simulation.spawn("waiter", () -> till.await("waiter", TimeUnit.SECONDS.toNanos(2)));
            simulation.run(() -> {
                simulation.sleep(Duration.ofSeconds(1));
                till.lock.lock();
                till.condition.signal();
                simulation.sleep(Duration.ofSeconds(5));
                assertThat(simulation.blocked())
                        .extracting(blocked -> blocked.waitingFor())
                        .contains("lock 'till' (held by process 'main')");
                till.lock.unlock();
            });

            simulation.run();
            assertThat(till.signalled).containsExactly("waiter");
        }
    }

    private static void inEveryOrder(BiConsumer<Simulation, Till> program) {
        Coverage coverage = Exploration.exhaustive().preemptions(3).explore(schedule -> {
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                program.accept(simulation, new Till(simulation));
            }
        });

        assertThat(coverage.complete()).isTrue();
        assertThat(coverage.interleavings()).isGreaterThan(10);
    }

    private static void byChance(BiConsumer<Simulation, Till> program) {
        LongStream.range(0, SEEDS).forEach(seed -> {
            try (var simulation =
                    Simulation.builder().schedule(Schedule.random()).seed(seed).build()) {
                program.accept(simulation, new Till(simulation));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        });
    }

    /** A lock with a condition, and who was signalled and who passed, in order. */
    private static final class Till {

        final ProcessLock lock;
        final Condition condition;
        final List<String> signalled = new ArrayList<>();
        final List<String> passed = new ArrayList<>();

        Till(Simulation simulation) {
            lock = ProcessLock.create(simulation, "till");
            condition = lock.newCondition();
        }

        void await(String name, long nanos) throws InterruptedException {
            lock.lock();
            try {
                if (condition.await(nanos, TimeUnit.NANOSECONDS)) {
                    signalled.add(name);
                }
                passed.add(name);
            } finally {
                lock.unlock();
            }
        }

        void signal() {
            lock.lock();
            condition.signal();
            lock.unlock();
        }

        void pass(String name) {
            lock.lock();
            passed.add(name);
            lock.unlock();
        }
    }
}
