package dev.simbroker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

/**
 * A stage on the wall clock, where processes run in parallel. What is planned begins one after the other, each when
 * those before it wait or have ended: so it is certain who stands where in a queue, and only the order in which they go
 * on is left to chance.
 *
 * <p>Nothing may come early; how late something may come says nothing about the library, but about what else the
 * machine does.
 */
public final class LiveStage implements Stage {

    /** Nothing that is planned in a test takes longer. */
    private static final long LAST_SECOND = 10;

    private static final Duration LATENESS = Duration.ofSeconds(3);
    private static final Duration SETTLING = Duration.ofMillis(30);
    private static final int MOST_SETTLING = 20;
    private static final Duration SHORT = Duration.ofMillis(5);

    private record Plan(long second, Runnable action) {}

    private final Duration second;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final LiveScheduler live = LiveScheduler.builder()
            .onFailure((process, cause) -> end.completeExceptionally(cause))
            .build();
    private final List<SimProcess> processes = new CopyOnWriteArrayList<>();
    private final Scheduler scheduler = observed();
    private final List<Plan> plans = new ArrayList<>();
    private volatile long began = live.nanoTime();
    /** The most by which a short sleep was too long, in nanoseconds. */
    private volatile long lag;

    /** A stage on which a second of the tests takes as long as {@code second}. */
    public LiveStage(Duration second) {
        this.second = second;
    }

    /** The scheduler, with a note of every process that is spawned through it, by tests or by a broker. */
    private Scheduler observed() {
        return (Scheduler) Proxy.newProxyInstance(
                Scheduler.class.getClassLoader(), new Class<?>[] {Scheduler.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(live, arguments);
                        if (result instanceof SimProcess process) {
                            processes.add(process);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public Duration second() {
        return second;
    }

    @Override
    public Duration lateness() {
        return LATENESS;
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(live.nanoTime() - began);
    }

    // ---- processes ----

    @Override
    public SimProcess spawn(String name, ProcessBody body) {
        SimProcess process = scheduler.spawn(name, body);
        awaitBlocked();
        return process;
    }

    /** Waits until every process sleeps, waits in a queue, or has ended. */
    private void awaitBlocked() {
        awaitEach(blocked -> true);
    }

    /** Waits until every process has ended or is blocked as {@code expected}. */
    private void awaitEach(Predicate<BlockedProcess> expected) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            var blocked = live.blocked().stream()
                    .filter(expected)
                    .map(BlockedProcess::name)
                    .toList();
            return processes.stream()
                    .allMatch(process ->
                            process.state() == SimProcess.State.TERMINATED || blocked.contains(process.name()));
        });
    }

    /** Sleeps until every other process seems to wait; longer only where the machine has a lot else to do. */
    @Override
    public void settle() throws InterruptedException {
        live.sleep(SETTLING);
        for (int n = 0; n < MOST_SETTLING && processes.stream().anyMatch(LiveStage::isRunning); n++) {
            live.sleep(SETTLING);
        }
    }

    private static boolean isRunning(SimProcess process) {
        return process.state() == SimProcess.State.NEW || process.state() == SimProcess.State.RUNNING;
    }

    // ---- runs ----

    @Override
    public void spawnAt(long second, String name, ProcessBody body) {
        at(second, () -> spawn(name, body));
    }

    @Override
    public void at(long second, Runnable action) {
        plans.add(new Plan(second, action));
    }

    @Override
    public void run() {
        try {
            plans.sort(Comparator.comparingLong(Plan::second));
            for (Plan plan : plans) {
                live.sleep(Duration.ofNanos(Math.max(0, nanosUntil(plan.second))));
                plan.action.run();
                awaitBlocked();
            }
            for (SimProcess process : processes) {
                process.join(Duration.ofNanos(Math.max(second.toNanos(), nanosUntil(LAST_SECOND))));
            }
            awaitEach(blocked -> !blocked.waitingFor().startsWith("the end of a sleep")); // where the machine is late
            if (end.isCompletedExceptionally()) {
                end.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private long nanosUntil(long planned) {
        return began + planned * second.toNanos() - live.nanoTime();
    }

    /**
     * Ends with the body, or with the first process that fails. A failure proves nothing if the machine was far too
     * late.
     */
    @Override
    public void run(ProcessBody body) {
        began = live.nanoTime();
        live.spawnBackground("lag", this::measureLag);
        live.spawn("main", () -> {
            body.run();
            end.complete(null);
        });
        try {
            end.get();
        } catch (InterruptedException | ExecutionException e) {
            if (lag > second.toNanos() / 3) {
                throw new TestAbortedException(
                        "the machine was late by " + Duration.ofNanos(lag) + ", and so was the test", e);
            }
            throw new AssertionError("the body, or another process, failed", e);
        }
    }

    private void measureLag() throws InterruptedException {
        while (true) {
            long due = live.nanoTime() + SHORT.toNanos();
            live.sleep(SHORT);
            lag = Math.max(lag, live.nanoTime() - due);
        }
    }

    @Override
    public void runToEnd(ProcessBody body) {
        run(body);
        run();
    }

    // ---- what was noted ----

    /** The same was noted, and nothing before its time. */
    @Override
    public void assertLog(List<String> log, String... expected) {
        var actual = sorted(log);
        var planned = sorted(List.of(expected));
        assertThat(actual)
                .extracting(Note::what)
                .isEqualTo(planned.stream().map(Note::what).toList());
        for (int n = 0; n < planned.size(); n++) {
            assertThat(actual.get(n).second)
                    .as("the second of %s", actual.get(n))
                    .isGreaterThanOrEqualTo(planned.get(n).second);
        }
    }

    /** A line of a log, such as {@code 5s taker: a}. */
    private record Note(String what, long second) {

        static Note of(String line) {
            String[] parts = line.split("s ", 2);
            return parts.length == 2 && parts[0].chars().allMatch(Character::isDigit)
                    ? new Note(parts[1], Long.parseLong(parts[0]))
                    : new Note(line, 0);
        }
    }

    private static List<Note> sorted(List<String> log) {
        return log.stream()
                .map(Note::of)
                .sorted(Comparator.comparing(Note::what).thenComparingLong(Note::second))
                .toList();
    }

    @Override
    public void close() {
        live.close();
    }
}
