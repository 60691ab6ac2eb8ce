package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.simbroker.internal.executor.ProcessFuture;
import dev.simbroker.testing.SimulationFixture;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FutureWaitTest extends SimulationFixture {

    /** The three kinds of future that are waited for in different ways. */
    enum Kind {
        OURS {
            @Override
            Promise promise(Scheduler scheduler) {
                return Promise.of(new ProcessFuture<>(scheduler.spi(), () -> "done"));
            }
        },
        STAGE {
            @Override
            Promise promise(Scheduler scheduler) {
                var future = new CompletableFuture<String>();
                return new Promise(future, () -> future.complete("done"), future::completeExceptionally);
            }
        },
        OTHER {
            @Override
            Promise promise(Scheduler scheduler) {
                return Promise.of(new FutureTask<>(() -> "done"));
            }
        };

        abstract Promise promise(Scheduler scheduler);

        /** Whether its completion is noticed at once. */
        boolean isExact() {
            return this != OTHER;
        }
    }

    record Promise(Future<String> future, Runnable complete, Consumer<Throwable> fail) {

        static Promise of(FutureTask<String> task) {
            return new Promise(task, task, failure -> {
                throw new UnsupportedOperationException();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void await_goesOnWhenItIsDone(Kind kind) {
        Promise promise = kind.promise(simulation);
        simulation.schedule(seconds(16), promise.complete);

        simulation.run(() -> assertThat(simulation.await(promise.future)).isEqualTo("done"));

        assertThat(simulation.elapsed()).isBetween(seconds(16), seconds(kind.isExact() ? 16 : 17));
    }

    @ParameterizedTest
    @EnumSource
    void await_ofWhatIsDone_needsNoProcess(Kind kind) throws Exception {
        Promise promise = kind.promise(simulation);
        promise.complete.run();

        assertThat(simulation.await(promise.future)).isEqualTo("done");
        assertThat(simulation.await(promise.future, Duration.ZERO)).isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource
    void await_ofWhatIsNotDone_isRefusedOutside(Kind kind) {
        Promise promise = kind.promise(simulation);

        assertThatIllegalStateException()
                .isThrownBy(() -> simulation.await(promise.future))
                .withMessageContaining("cannot wait in simulated time");
        simulation.run();
        assertThat(simulation.elapsed()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void await_inTime_givesUpThen_andLeavesNothingBehind(Kind kind) {
        Promise promise = kind.promise(simulation);
        simulation.run(() -> {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> simulation.await(promise.future, seconds(3)));
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> simulation.await(promise.future, Duration.ZERO));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> simulation.await(promise.future, seconds(-1)))
                    .withMessage("timeout must not be negative: PT-1S");
            log("gave up");
            promise.complete.run();
            assertThat(simulation.await(promise.future, seconds(3))).isEqualTo("done");
        });

        assertThat(log()).containsExactly("3s gave up");
        assertThat(simulation.elapsed()).isEqualTo(seconds(3));
    }

    @ParameterizedTest
    @EnumSource
    void await_isEndedByAnInterrupt(Kind kind) {
        Promise promise = kind.promise(simulation);
        SimProcess waiting = simulation.spawn("waiting", () -> {
            try {
                simulation.await(promise.future);
            } catch (InterruptedException e) {
                log("interrupted");
            }
        });
        simulation.schedule(seconds(2), waiting::interrupt);

        simulation.run();

        assertThat(log()).containsExactly("2s interrupted");
        assertThat(promise.future.isDone()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void await_interruptedAsItIsDone_answers_andKeepsTheStatus(Kind kind) {
        Promise promise = kind.promise(simulation);
        SimProcess waiting = simulation.spawn("waiting", () -> {
            String result = simulation.await(promise.future);
            log(result + ", interrupted: " + Thread.interrupted());
        });
        simulation.schedule(seconds(1), () -> {
            waiting.interrupt();
            promise.complete.run();
        });

        simulation.run();

        assertThat(log()).containsExactly("1s done, interrupted: true");
    }

    @ParameterizedTest
    @EnumSource
    void cancellation_isThrown(Kind kind) {
        Promise promise = kind.promise(simulation);
        simulation.schedule(seconds(1), () -> promise.future.cancel(true));

        simulation.run(() -> assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> simulation.await(promise.future)));

        assertThat(simulation.elapsed()).isBetween(seconds(1), seconds(2));
    }

    @Test
    void failure_isTheCauseOfWhatIsThrown() {
        Promise promise = Kind.STAGE.promise(simulation);
        var failure = new IllegalStateException("broken");
        simulation.schedule(seconds(1), () -> promise.fail.accept(failure));

        simulation.run(() -> assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> simulation.await(promise.future))
                .withCause(failure));
    }

    @ParameterizedTest
    @EnumSource
    void whatNeverComes_isADeadlock_notARunWithoutEnd(Kind kind) {
        Promise promise = kind.promise(simulation);

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(() -> simulation.await(promise.future)))
                .withMessageContaining(
                        kind == Kind.OURS ? "the result of a task that has not started" : "the completion of")
                .withMessageContaining("FutureWaitTest.java");
    }

    @Test
    void completionByAStranger_isNamedInTheReport() {
        var future = new CompletableFuture<String>();

        Throwable deadlock = catchThrowable(() -> simulation.run(() -> {
            simulation.spawn("helper", () -> thrownOnAnotherThread(() -> future.complete("done")));
            simulation.await(future);
        }));

        assertThat(deadlock)
                .isInstanceOf(DeadlockException.class)
                .hasMessageContaining(
                        "thread 'stranger' has completed it, but only a process can do so in simulated time");
    }

    @Test
    void completionByAStranger_neverCounts_notEvenAtTheTimeOut() {
        var future = new CompletableFuture<String>();

        simulation.run(() -> {
            simulation.spawn("helper", () -> thrownOnAnotherThread(() -> future.complete("done")));
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> simulation.await(future, seconds(1)))
                    .withMessageContaining("thread 'stranger'");
        });
    }
}
