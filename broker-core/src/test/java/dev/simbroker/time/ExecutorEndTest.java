package dev.simbroker.time;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An executor whose scheduler is closed ends as one that is shut down does: it refuses what comes, cancels what has not
 * begun, and nobody waits for it in vain.
 *
 * <p>The story: a closed live scheduler's executor accepted a task that never ran, {@code get} and {@code close} hung,
 * and {@code execute} threw what no caller of an executor expects.
 */
@Timeout(60)
@SuppressWarnings({"FutureReturnValueIgnored", "ImmutableEnumChecker"})
class ExecutorEndTest {

    /** How an executor comes to its end; it is returned in that state. */
    enum End {
        JDK_SHUT_DOWN(() -> shutDown(Executors.newScheduledThreadPool(1))),
        SHUT_DOWN_LIVE(() -> shutDown(Scheduler.live().scheduledExecutor("mail"))),
        SHUT_DOWN_SIMULATED(() -> shutDown(Simulation.create().scheduledExecutor("mail"))),
        CLOSED_LIVE(() -> {
            LiveScheduler scheduler = Scheduler.live();
            return afterwards(scheduler.scheduledExecutor("mail"), scheduler::close);
        }),
        CLOSED_SIMULATION(() -> {
            Simulation simulation = Simulation.create();
            return afterwards(simulation.scheduledExecutor("mail"), simulation::close);
        }),
        CLOSED_LIVE_BEFORE(() -> {
            LiveScheduler scheduler = Scheduler.live();
            scheduler.close();
            return scheduler.scheduledExecutor("mail");
        }),
        CLOSED_SIMULATION_BEFORE(() -> {
            Simulation simulation = Simulation.create();
            simulation.close();
            return simulation.scheduledExecutor("mail");
        });

        private final Supplier<ScheduledExecutorService> executor;

        End(Supplier<ScheduledExecutorService> executor) {
            this.executor = executor;
        }

        private static ScheduledExecutorService shutDown(ScheduledExecutorService executor) {
            executor.shutdown();
            return executor;
        }

        private static ScheduledExecutorService afterwards(ScheduledExecutorService executor, Runnable close) {
            close.run();
            return executor;
        }
    }

    /** A way to hand over a task. */
    enum Operation {
        EXECUTE(executor -> executor.execute(() -> {})),
        SUBMIT_A_RUNNABLE(executor -> executor.submit(() -> {})),
        SUBMIT_WITH_A_RESULT(executor -> executor.submit(() -> {}, "result")),
        SUBMIT_A_CALLABLE(executor -> executor.submit(() -> "result")),
        INVOKE_ALL(executor -> executor.invokeAll(List.of(() -> "result"))),
        INVOKE_ALL_IN_TIME(executor -> executor.invokeAll(List.of(() -> "result"), 1, DAYS)),
        INVOKE_ANY(executor -> executor.invokeAny(List.of(() -> "result"))),
        INVOKE_ANY_IN_TIME(executor -> executor.invokeAny(List.of(() -> "result"), 1, DAYS)),
        SCHEDULE_A_RUNNABLE(executor -> executor.schedule(() -> {}, 1, HOURS)),
        SCHEDULE_A_CALLABLE(executor -> executor.schedule(() -> "result", 1, HOURS)),
        SCHEDULE_FOR_EVER(executor -> executor.schedule(() -> "result", Long.MAX_VALUE, DAYS)),
        SCHEDULE_AT_FIXED_RATE(executor -> executor.scheduleAtFixedRate(() -> {}, 1, 1, HOURS)),
        SCHEDULE_WITH_FIXED_DELAY(executor -> executor.scheduleWithFixedDelay(() -> {}, 1, 1, HOURS));

        private final Call call;

        Operation(Call call) {
            this.call = call;
        }

        interface Call {
            void on(ScheduledExecutorService executor) throws Exception;
        }
    }

    static Stream<Arguments> operations() {
        return Stream.of(End.values())
                .flatMap(end -> Stream.of(Operation.values()).map(operation -> Arguments.of(end, operation)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void ended_refusesEveryTask(End end, Operation operation) {
        ScheduledExecutorService executor = end.executor.get();

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> operation.call.on(executor));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void ended_isTerminated_andNobodyWaitsForIt(End end) throws InterruptedException {
        ScheduledExecutorService executor = end.executor.get();

        assertThat(executor.isShutdown()).isTrue();
        assertThat(executor.awaitTermination(1, DAYS)).isTrue();
        assertThat(executor.isTerminated()).isTrue();
        executor.shutdown();
        assertThat(executor.shutdownNow()).isEmpty();
        executor.close();
    }

    static Stream<End> ends() {
        return Stream.of(End.values());
    }

    @Test
    void rejection_saysThatTheSchedulerIsClosed() {
        ScheduledExecutorService executor = End.CLOSED_LIVE.executor.get();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(() -> {}))
                .withMessage("executor 'mail' accepts no more tasks: its scheduler is closed");
    }

    // ---- what has not begun ----

    /** A scheduler that is closed during the test. */
    enum Clock {
        LIVE {
            @Override
            Scheduler open() {
                return Scheduler.live();
            }

            @Override
            void close(Scheduler scheduler) {
                ((LiveScheduler) scheduler).close();
            }
        },
        SIMULATED {
            @Override
            Scheduler open() {
                return Simulation.create();
            }

            @Override
            void close(Scheduler scheduler) {
                ((Simulation) scheduler).close();
            }
        };

        abstract Scheduler open();

        abstract void close(Scheduler scheduler);
    }

    static Stream<Clock> clocks() {
        return Stream.of(Clock.values());
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void whatWaitsForItsTime_isCancelled_whenTheSchedulerCloses(Clock clock) {
        Scheduler scheduler = clock.open();
        ScheduledExecutorService executor = scheduler.scheduledExecutor("mail");
        List<Future<?>> futures = List.of(
                executor.schedule(() -> "never", 1, HOURS),
                executor.schedule(() -> "never", Long.MAX_VALUE, DAYS),
                executor.scheduleAtFixedRate(() -> {}, 1, 1, HOURS),
                executor.scheduleWithFixedDelay(() -> {}, 1, 1, HOURS));

        clock.close(scheduler);

        for (Future<?> future : futures) {
            assertThat(future.isCancelled()).isTrue();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> future.get(1, DAYS));
        }
        assertThat(executor.isTerminated()).isTrue();
        executor.close();
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void whatWasShutDownBefore_isCancelledToo(Clock clock) throws InterruptedException {
        Scheduler scheduler = clock.open();
        ScheduledExecutorService executor = scheduler.scheduledExecutor("mail");
        Future<?> future = executor.schedule(() -> "never", 1, HOURS);
        executor.shutdown();

        clock.close(scheduler);

        assertThat(future.isCancelled()).isTrue();
        assertThat(executor.awaitTermination(1, DAYS)).isTrue();
    }

    @Test
    void whatHasNotHadItsTurn_isCancelled_whenTheSimulationCloses() {
        Simulation simulation = Simulation.create();
        ScheduledExecutorService executor = simulation.scheduledExecutor("mail");
        Future<String> future = executor.submit(() -> "never");
        executor.execute(() -> {
            throw new AssertionError("it ran");
        });

        simulation.close();

        assertThat(future.isCancelled()).isTrue();
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void whoWaitsForAResult_learnsThatItWillNotCome_andMakesOrder() {
        var log = new ArrayList<String>();
        Simulation simulation = Simulation.create();
        ScheduledExecutorService executor = simulation.scheduledExecutor("mail");
        Future<?> future = executor.schedule(() -> "never", 1, HOURS);
        simulation.spawn("customer", () -> {
            try {
                future.get();
            } catch (CancellationException e) {
                log.add("cancelled");
                executor.execute(() -> log.add("never"));
            }
        });
        simulation.runFor(Duration.ofMinutes(1));

        simulation.close();

        assertThat(log).containsExactly("cancelled");
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void threadThatWaitsForAResult_learnsThatItWillNotCome() throws InterruptedException {
        LiveScheduler scheduler = Scheduler.live();
        ScheduledExecutorService executor = scheduler.scheduledExecutor("mail");
        Future<?> future = executor.schedule(() -> "never", 1, HOURS);
        List<String> met = new CopyOnWriteArrayList<>();
        Thread customer = Thread.ofPlatform().start(() -> met.add(outcome(future::get)));
        Thread janitor = Thread.ofPlatform().start(() -> met.add(outcome(() -> executor.awaitTermination(1, DAYS))));
        Awaitility.await().until(() -> isWaiting(customer) && isWaiting(janitor));

        scheduler.close();
        customer.join();
        janitor.join();

        assertThat(met).containsExactlyInAnyOrder("CancellationException", "true");
    }

    // ---- what runs ----

    @ParameterizedTest
    @MethodSource("clocks")
    void whatRuns_isEnded_asEveryProcessIs(Clock clock) {
        Scheduler scheduler = clock.open();
        ScheduledExecutorService executor = scheduler.scheduledExecutor("mail");
        var begun = new AtomicBoolean();
        Future<?> future = executor.submit(() -> {
            begun.set(true);
            scheduler.sleep(Duration.ofDays(1));
            return "never";
        });
        if (scheduler instanceof Simulation simulation) {
            simulation.runFor(Duration.ofHours(1));
        }
        Awaitility.await().untilTrue(begun);

        clock.close(scheduler);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(future::get)
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(executor.isTerminated()).isTrue();
    }

    @Test
    void executorsThatAreForgotten_areNotKept() {
        try (LiveScheduler scheduler = Scheduler.live()) {
            var forgotten = new WeakReference<>(scheduler.executor("forgotten"));

            Awaitility.await().until(() -> {
                System.gc();
                return forgotten.get() == null;
            });
        }
    }

    private static String outcome(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }
}
