package dev.simbroker.time;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.SimulationFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a simulation adds to the contract of an executor: its tasks are processes. */
@SuppressWarnings("FutureReturnValueIgnored")
class ProcessExecutorTest extends SimulationFixture {

    private final ExecutorService executor = simulation.executor("mail");

    @Test
    void tasks_areProcesses_inTheOrderInWhichTheyWereHandedOver() {
        for (int n = 0; n < 3; n++) {
            executor.execute(() -> {
                log(Thread.currentThread().getName());
                sleep(2);
                log(Thread.currentThread().getName());
            });
        }

        simulation.run();

        assertThat(log()).containsExactly("0s mail-1", "0s mail-2", "0s mail-3", "2s mail-1", "2s mail-2", "2s mail-3");
    }

    @Test
    void whatAnExecutedTaskThrows_failsTheRun() {
        var thrown = new IllegalArgumentException("no such address");
        executor.execute(() -> {
            throw thrown;
        });

        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(simulation::run)
                .withMessageContaining("process 'mail-1'")
                .withCause(thrown);
    }

    @Test
    void whatASubmittedTaskThrows_doesNot() {
        Future<?> future = executor.submit(() -> {
            throw new IllegalArgumentException("no such address");
        });

        simulation.run();

        assertThat(future.exceptionNow()).hasMessage("no such address");
    }

    @Test
    void timeouts_areExact() {
        Future<?> future = executor.submit(() -> sleep(10));

        simulation.run(() -> {
            assertThatThrownBy(() -> future.get(3, SECONDS))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("the result of task 'mail-1' did not come in time");
            log("gave up");
            future.get(7, SECONDS);
            log("got it");
        });

        assertThat(log()).containsExactly("3s gave up", "10s got it");
    }

    @Test
    void resultThatIsNotThere_cannotBeWaitedForOutside() throws Exception {
        Future<String> future = executor.submit(() -> "sent");

        assertThatIllegalStateException()
                .isThrownBy(future::get)
                .withMessageContaining("cannot wait in simulated time")
                .withMessageContaining("use run(body)");
        assertThatIllegalStateException().isThrownBy(executor::close);

        simulation.run();
        assertThat(future.get()).isEqualTo("sent");
        executor.close();
    }

    @Test
    void strangers_areRefused_andChangeNothing() throws InterruptedException {
        var future = new Future<?>[1];
        var thrown = new @Nullable Throwable[2];
        simulation.run(() -> {
            future[0] = executor.submit(() -> sleep(1));
            thrown[0] = thrownOnAnotherThread(() -> future[0].cancel(true));
            thrown[1] = thrownOnAnotherThread(() -> executor.execute(() -> {}));
        });

        assertThat(thrown).hasOnlyElementsOfType(IllegalStateException.class);
        assertThat(future[0].isCancelled()).isFalse();
    }

    @Test
    void waitForAResult_isReported_withTheProcessThatOwesIt() {
        executor.execute(() -> log("unrelated"));
        Future<?> future = executor.submit(() -> {
            awaitParcel();
            return null;
        });

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(future::get))
                .satisfies(deadlock -> assertThat(deadlock.blocked()).anySatisfy(main -> {
                    assertThat(main.waitingFor()).isEqualTo("the result of task 'mail-2'");
                    assertThat(main.heldBy()).contains("mail-2");
                }));
    }

    @Test
    void closeThatWaitsForEver_isADeadlock() {
        executor.submit(() -> {
            awaitParcel();
            return null;
        });

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(executor::close))
                .withMessageContaining("the end of the tasks of executor 'mail'");
    }

    @Test
    void rejection_namesTheExecutor() {
        executor.shutdown();

        assertThatThrownBy(() -> executor.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageStartingWith("executor 'mail' accepts no more tasks: it has been shut down");
    }

    @Test
    void shutdownNow_answersWithTasksThatHaveNotBegun_whichNeverDo() {
        Runnable task = () -> log("never");
        executor.execute(task);
        Future<?> future = executor.submit(task);

        assertThat(executor.shutdownNow()).containsExactly(task, (Runnable) future);
        simulation.run();

        assertThat(log()).isEmpty();
        assertThat(executor.isTerminated()).isTrue();
        assertThat(future.isDone()).isFalse();
    }

    @Test
    void tasksOfABackgroundProcess_areInTheBackground() {
        simulation.spawnBackground("ticker", () -> executor.execute(() -> sleep(100)));
        spawnSleeper("work", seconds(1));

        simulation.run();

        assertThat(simulation.elapsed()).isEqualTo(seconds(1));
    }

    @Test
    void completableFutures_runOnIt() {
        var answer = simulation.call(() -> simulation.await(CompletableFuture.supplyAsync(() -> sleep(3), executor)
                .thenCombineAsync(CompletableFuture.supplyAsync(() -> sleep(2), executor), Integer::sum, executor)));

        assertThat(answer).isEqualTo(5);
        assertThat(simulation.elapsed()).isEqualTo(seconds(3));
    }

    @Test
    void closingTheSimulation_unwindsTasks_andThoseWhoWaitForThem() {
        var threads = new ArrayList<Thread>();
        Future<?> future = executor.submit(() -> {
            threads.add(Thread.currentThread());
            try {
                awaitParcel();
            } finally {
                log("unwound");
            }
            return null;
        });
        simulation.spawn("waiting", () -> {
            threads.add(Thread.currentThread());
            try {
                future.get();
            } finally {
                log("waiting unwound");
            }
        });
        executor.execute(() -> {
            threads.add(Thread.currentThread());
            executor.close();
        });
        simulation.run();

        simulation.close();

        assertThat(log()).containsExactly("0s unwound", "0s waiting unwound");
        assertThat(threads).hasSize(3).noneMatch(Thread::isAlive);
    }

    @Test
    void sameSeed_sameRun() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(chaos(seed)).isEqualTo(chaos(seed)).isNotEmpty();
        }
    }

    /** Tasks that hand over tasks, cancel them and wait for them as chance has it. */
    private static List<String> chaos(long seed) {
        var log = new ArrayList<String>();
        try (var simulation = Simulation.builder().seed(seed).build()) {
            var random = simulation.random();
            var executor = simulation.scheduledExecutor();
            var futures = new ArrayList<Future<?>>();
            for (int n = 0; n < 60; n++) {
                int number = n;
                futures.add(executor.schedule(
                        () -> {
                            Future<?> other = futures.get(random.nextInt(number + 1));
                            String met = random.nextInt(4) == 0
                                    ? "cancelled " + other.cancel(random.nextBoolean())
                                    : met(other, random.nextInt(5));
                            log.add(simulation.elapsed() + " " + number + " " + met);
                        },
                        random.nextInt(10),
                        SECONDS));
            }
            simulation.run();
            log.add(executor.shutdownNow().size() + " left");
        }
        return log;
    }

    private static String met(Future<?> future, int timeout) {
        try {
            return "got " + future.get(timeout, SECONDS);
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    private int sleep(int duration) {
        try {
            simulation.sleep(seconds(duration));
            return duration;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
