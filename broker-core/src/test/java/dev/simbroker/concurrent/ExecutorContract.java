package dev.simbroker.concurrent;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What {@link ExecutorService} and {@link Future} document. */
abstract class ExecutorContract extends ConcurrencyContract {

    final ExecutorService executor;
    private final CountDownLatch gate;

    ExecutorContract(Toolkit toolkit) {
        super(toolkit);
        executor = newExecutor();
        gate = toolkit.latch("gate", 1);
    }

    ExecutorService newExecutor() {
        return toolkit.executor();
    }

    // ---- futures ----

    @Test
    void get_waitsForTheResult() {
        runner.runToEnd(() -> {
            Future<String> future = executor.submit(opened("done"));
            observe("untimed", future::get);
            observe("timed", () -> future.get(1, DAYS));
            assertThat(future.state()).isEqualTo(Future.State.RUNNING);
            gate.countDown();
            assertThat(future.get()).isEqualTo("done");
            assertThat(future.isDone()).isTrue();
            assertThat(future.resultNow()).isEqualTo("done");
            assertThat(future.state()).isEqualTo(Future.State.SUCCESS);
        });

        assertThat(log).containsExactlyInAnyOrder("untimed: done", "timed: done");
    }

    @Test
    void toString_ofAFuture_saysInBrackets_howFarItHasCome() {
        runner.runToEnd(() -> {
            Future<String> future = executor.submit(opened("done"));
            Future<String> cancelled = executor.submit(opened("never"));
            assertThat(future.toString()).contains("[Not completed").endsWith("]");
            cancelled.cancel(true);
            assertThat(cancelled.toString()).endsWith("[Cancelled]");
            gate.countDown();
            future.get();
            assertThat(future.toString()).endsWith("[Completed normally]");
        });
    }

    @Test
    void runnables_answerWithNull_orWhatWasGiven() {
        runner.runToEnd(() -> {
            assertThat(executor.submit(() -> {}).get()).isNull();
            assertThat(executor.submit(() -> {}, "given").get()).isEqualTo("given");
        });
    }

    @Test
    void whatATaskThrows_isTheCauseOfWhatGetThrows() {
        var thrown = new IllegalStateException("broken");
        runner.runToEnd(() -> {
            Future<?> future = executor.submit(failing(thrown));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(future::get)
                    .withCause(thrown);
            assertThat(future.exceptionNow()).isSameAs(thrown);
            assertThat(future.state()).isEqualTo(Future.State.FAILED);
        });
    }

    @Test
    void get_inTime_givesUpThen_andTheTaskGoesOn() {
        runner.runToEnd(() -> {
            Future<String> future = executor.submit(opened("done"));
            for (long timeout : new long[] {0, -1, 1}) {
                assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(timeout, NANOSECONDS));
            }
            gate.countDown();
            assertThat(future.get()).isEqualTo("done");
        });
    }

    @Test
    void get_isEndedByAnInterrupt_butNotWhereTheResultIsThere() {
        runner.runToEnd(() -> {
            Future<String> future = executor.submit(opened("done"));
            Runnable interrupt = observe("waiter", future::get);
            interrupt.run();
            runner.settle();
            gate.countDown();
            assertThat(future.get()).isEqualTo("done");
            observe("late", () -> {
                Thread.currentThread().interrupt();
                return future.get();
            });
        });

        assertThat(log).containsExactly("waiter: InterruptedException", "late: done, interrupt status set");
    }

    @Test
    void cancel_endsTheWaitForTheResult_andInterruptsTheTaskIfAsked() {
        runner.runToEnd(() -> {
            Future<String> gentle = executor.submit(observed("gentle"));
            Future<String> rough = executor.submit(observed("rough"));
            observe("waiter", gentle::get);
            assertThat(gentle.cancel(false)).isTrue();
            assertThat(rough.cancel(true)).isTrue();
            assertThat(rough.cancel(true)).isFalse();
            runner.settle();
            assertThat(log).containsExactlyInAnyOrder("waiter: CancellationException", "rough: InterruptedException");
            assertThat(rough.isCancelled()).isTrue();
            assertThat(rough.isDone()).isTrue();
            assertThat(rough.state()).isEqualTo(Future.State.CANCELLED);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(rough::get);
            gate.countDown();
        });

        assertThat(log).contains("gentle: done");
    }

    @Test
    void cancel_ofWhatIsDone_doesNothing() {
        runner.runToEnd(() -> {
            Future<String> future = executor.submit(() -> "done");
            future.get();
            assertThat(future.cancel(true)).isFalse();
            assertThat(future.get()).isEqualTo("done");
        });
    }

    // ---- many tasks ----

    @Test
    void invokeAll_answersWhenAllAreDone_inTheOrderOfTheTasks() {
        runner.runToEnd(() -> {
            observe("all", () -> {
                List<Future<String>> futures =
                        executor.invokeAll(List.of(opened("a"), failing(new IllegalStateException()), () -> "c"));
                assertThat(futures).allMatch(Future::isDone);
                return futures.stream().map(Future::state).toList();
            });
            assertThat(log).isEmpty();
            gate.countDown();
        });

        assertThat(log).containsExactly("all: [SUCCESS, FAILED, SUCCESS]");
    }

    @Test
    void invokeAll_inTime_cancelsWhatIsNotDoneThen() {
        runner.runToEnd(() -> {
            var futures = executor.invokeAll(List.of(opened("a"), observed("b")), 1, NANOSECONDS);
            assertThat(futures).extracting(Future::state).containsOnly(Future.State.CANCELLED);
            var inTime = executor.invokeAll(List.of(() -> "a", () -> "b"), 1, DAYS);
            assertThat(inTime).extracting(Future::resultNow).containsExactly("a", "b");
        });
    }

    @Test
    void invokeAll_interrupted_cancelsTheRest() {
        runner.runToEnd(() -> {
            Runnable interrupt = observe("all", () -> executor.invokeAll(List.of(observed("a"), observed("b"))));
            interrupt.run();
            runner.settle();
        });

        assertThat(log)
                .containsExactlyInAnyOrder(
                        "all: InterruptedException", "a: InterruptedException", "b: InterruptedException");
    }

    @Test
    void invokeAny_answersWithTheFirstSuccess_andCancelsTheRest() {
        runner.runToEnd(() -> {
            observe(
                    "any",
                    () -> executor.invokeAny(
                            List.of(observed("slow"), failing(new IllegalStateException()), () -> "quick")));
            runner.settle();
        });

        assertThat(log).contains("any: quick").doesNotContain("slow: done");
    }

    @Test
    void invokeAny_throwsWhatTheLastThrew_ifAllFail() {
        runner.runToEnd(() -> {
            var last = new IllegalStateException();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> executor.invokeAny(List.of(failing(last), failing(last))))
                    .withCause(last);
        });
    }

    @Test
    void invokeAny_inTime_givesUpThen_andCancelsAll() {
        runner.runToEnd(() -> {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> executor.invokeAny(List.of(observed("a"), opened("b")), 1, NANOSECONDS));
            String third = executor.invokeAny(List.of(() -> "c"), 1, DAYS);
            assertThat(third).isEqualTo("c");
        });

        assertThat(log).doesNotContain("a: done");
    }

    @Test
    void nothing_isRefused() {
        runner.runToEnd(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> executor.invokeAny(List.of()));
            assertThat(executor.invokeAll(List.<Callable<String>>of())).isEmpty();
            assertThatNullPointerException().isThrownBy(() -> executor.execute(nothing()));
            assertThatNullPointerException().isThrownBy(() -> executor.submit((Callable<?>) nothing()));
        });
    }

    // ---- the end ----

    @Test
    void afterShutdown_whatRunsGoesOn_andNothingNewBegins() {
        runner.runToEnd(() -> {
            Future<String> running = executor.submit(opened("done"));
            runner.settle();
            executor.shutdown();
            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.isTerminated()).isFalse();
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {}));
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.submit(() -> "new"));
            assertThat(executor.awaitTermination(1, NANOSECONDS)).isFalse();
            observe("awaiting", () -> executor.awaitTermination(Long.MAX_VALUE, DAYS));
            gate.countDown();
            assertThat(running.get()).isEqualTo("done");
            assertThat(executor.awaitTermination(1, DAYS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
        });

        assertThat(log).containsExactly("awaiting: true");
    }

    @Test
    void shutdown_withoutTasks_terminates() {
        assertThat(executor.isShutdown()).isFalse();
        assertThat(executor.isTerminated()).isFalse();

        executor.shutdown();
        executor.shutdown();

        runner.runToEnd(() -> assertThat(executor.awaitTermination(1, DAYS)).isTrue());
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void shutdownNow_interruptsWhatRuns() {
        runner.runToEnd(() -> {
            var unused = executor.submit(observed("running"));
            runner.settle();
            assertThat(executor.shutdownNow()).isEmpty();
            assertThat(executor.awaitTermination(1, DAYS)).isTrue();
        });

        assertThat(log).containsExactly("running: InterruptedException");
    }

    @Test
    void close_waitsForTheTasks() {
        runner.runToEnd(() -> {
            var unused = executor.submit(observed("task"));
            observe("closer", () -> {
                executor.close();
                return "closed";
            });
            assertThat(log).isEmpty();
            gate.countDown();
        });

        assertThat(log).containsExactly("task: done", "closer: closed");
    }

    @Test
    void close_interrupted_stopsTheTasks_andKeepsTheStatus() {
        runner.runToEnd(() -> {
            var unused = executor.submit(observed("task"));
            Runnable interrupt = observe("closer", () -> {
                executor.close();
                return "closed";
            });
            interrupt.run();
            runner.settle();
        });

        assertThat(log).containsExactly("task: InterruptedException", "closer: closed, interrupt status set");
    }

    @Test
    void tasksRunAtTheSameTime() {
        var running = new AtomicInteger();
        runner.runToEnd(() -> {
            for (int n = 0; n < 3; n++) {
                executor.execute(() -> {
                    running.incrementAndGet();
                    outcome(opened("done"));
                });
            }
            runner.settle();
            assertThat(running).hasValue(3);
            gate.countDown();
        });
    }

    // ---- words ----

    /** Waits for the gate. */
    final <T> Callable<T> opened(T result) {
        return () -> {
            gate.await();
            return result;
        };
    }

    /** Waits for the gate, and notes what came of it. */
    private Callable<String> observed(String name) {
        return () -> {
            log.add(name + ": " + outcome(opened("done")));
            return name;
        };
    }

    private static Callable<String> failing(RuntimeException thrown) {
        return () -> {
            throw thrown;
        };
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
