package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.queue.Mailbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What code that knows only {@link Thread} sees of the threads of a simulation: it is so, or it is refused.
 *
 * <p>The story: {@code join} returned at once although the thread had not run, an executor of the JDK lost its tasks,
 * and the test was green.
 */
class ThreadLifeTest {

    private final Simulation simulation =
            Simulation.builder().externalBlockingLimit(Duration.ofMillis(200)).build();
    private final ThreadFactory factory = simulation.threadFactory("worker");

    @AfterEach
    void closeSimulation() {
        simulation.close();
    }

    // ---- from its start to its end ----

    @Test
    void thread_isAlive_fromItsStartToTheEndOfItsProcess() {
        Mailbox<String> letters = Mailbox.unbounded(simulation, "letters");
        simulation.run(() -> {
            Thread thread = factory.newThread(() -> {
                sleep(1);
                take(letters);
            });
            assertStands(thread, false, Thread.State.NEW);
            thread.start();
            assertStands(thread, true, Thread.State.RUNNABLE);
            simulation.sleep(Duration.ofMillis(500));
            assertStands(thread, true, Thread.State.TIMED_WAITING);
            simulation.sleep(Duration.ofSeconds(1));
            assertStands(thread, true, Thread.State.WAITING);
            letters.add("the end");
            assertStands(thread, true, Thread.State.RUNNABLE);
            simulation.sleep(Duration.ZERO);
            assertStands(thread, false, Thread.State.TERMINATED);
            thread.join();
        });
    }

    private static void assertStands(Thread thread, boolean alive, Thread.State state) {
        assertThat(thread.isAlive()).as("alive, and %s", state).isEqualTo(alive);
        assertThat(thread.getState()).isEqualTo(state);
    }

    /** How quick a thread really is with its last instructions must not be seen. */
    @Test
    void threadThatHasEnded_isNotAlive_whoeverLooksNext() {
        var found = new AtomicInteger();
        simulation.run(() -> {
            for (int n = 0; n < 300; n++) {
                Thread thread = factory.newThread(() -> {});
                thread.start();
                SimProcess.of(thread).orElseThrow().join();
                found.addAndGet(thread.isAlive() ? 1 : 0);
            }
        });

        assertThat(found).hasValue(0);
    }

    @Test
    void threadsThatEndTogether_leaveTheOrderOfTurnsAlone() {
        var log = new ArrayList<String>();
        for (int n = 0; n < 3; n++) {
            factory.newThread(() -> log.add(Thread.currentThread().getName())).start();
            String process = "process-" + n;
            simulation.spawn(process, () -> log.add(process));
        }

        simulation.run();

        assertThat(log).containsExactly("worker-1", "process-0", "worker-2", "process-1", "worker-3", "process-2");
        assertThat(simulation.elapsed()).isZero();
    }

    @Test
    void threadThatNeverHadATurn_endsWithTheSimulation() throws InterruptedException {
        Thread thread = factory.newThread(() -> {
            throw new AssertionError("it ran");
        });
        thread.start();
        assertThat(thread.isAlive()).isTrue();

        simulation.close();

        thread.join();
        assertThat(thread.isAlive()).isFalse();
    }

    // ---- waiting for its end ----

    @Test
    void join_cannotWaitInSimulatedTime_andIsReported() {
        var sum = new AtomicInteger();
        assertThatExceptionOfType(ExternalBlockingException.class)
                .isThrownBy(() -> simulation.run(() -> {
                    Thread thread = factory.newThread(() -> sum.addAndGet(10));
                    thread.start();
                    thread.join();
                    sum.addAndGet(1);
                }))
                .withMessageContaining("it is in java.lang.Thread.join, called at ")
                .withMessageContaining("(ThreadLifeTest.java:")
                .withMessageContaining("use instead: SimProcess.join, for a thread of simulation.threadFactory() "
                        + "that of SimProcess.of(thread)");

        assertThat(sum).hasValue(0);
    }

    @Test
    void joinInTime_answersThatItHasNotEnded() {
        simulation.run(() -> {
            Thread thread = factory.newThread(() -> {});
            thread.start();

            assertThat(thread.join(Duration.ofMillis(1))).isFalse();
            thread.join(1);
            assertThat(thread.isAlive()).isTrue();
        });
    }

    @Test
    void process_isTheWayToWait() {
        var sum = new AtomicInteger();
        simulation.run(() -> {
            var threads = new ArrayList<Thread>();
            for (int n = 0; n < 4; n++) {
                threads.add(factory.newThread(() -> sum.addAndGet(10)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                SimProcess.of(thread).orElseThrow().join();
            }
            assertThat(sum).hasValue(40);
        });
    }

    // ---- executors of the JDK ----

    static Stream<Function<ThreadFactory, ExecutorService>> executors() {
        return Stream.of(
                Executors::newCachedThreadPool,
                threads -> Executors.newFixedThreadPool(2, threads),
                Executors::newSingleThreadExecutor,
                threads -> Executors.newScheduledThreadPool(1, threads),
                threads -> new ThreadPoolExecutor(0, 9, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads),
                threads -> new ScheduledThreadPoolExecutor(1, threads),
                Executors::newThreadPerTaskExecutor);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void executorOfTheJdk_isRefused_whereATaskIsHandedOver(Function<ThreadFactory, ExecutorService> kind) {
        simulation.run(() -> assertRefused(kind.apply(factory)));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void executorOfTheJdk_isRefused_alsoByAFactoryAroundOurs(Function<ThreadFactory, ExecutorService> kind) {
        ThreadFactory named = task -> {
            Thread thread = factory.newThread(task);
            thread.setDaemon(true);
            return thread;
        };
        assertRefused(kind.apply(named));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void assertRefused(ExecutorService executor) {
        for (Runnable handOver : List.<Runnable>of(
                () -> executor.execute(() -> {}), () -> executor.submit(() -> {}), () -> executor.submit(() -> 1))) {
            assertThatThrownBy(handOver::run)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith("an executor of the JDK (java.util.concurrent.Thread")
                    .hasMessageContaining("use simulation.executor(\"worker\")");
        }
        executor.shutdownNow();
    }

    /** A test may itself run on such an executor. */
    @ParameterizedTest
    @MethodSource("executors")
    void simulationThatIsDrivenByAnExecutorOfTheJdk_mayMakeThreads(Function<ThreadFactory, ExecutorService> kind)
            throws InterruptedException, ExecutionException {
        var log = new ArrayList<String>();
        try (ExecutorService executor = kind.apply(Thread.ofPlatform().factory())) {
            executor.submit(() -> {
                        factory.newThread(() -> log.add("ran")).start();
                        simulation.run();
                    })
                    .get();
        }

        assertThat(log).containsExactly("ran");
    }

    private void sleep(long seconds) {
        try {
            simulation.sleep(Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void take(Mailbox<String> letters) {
        try {
            letters.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
