package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * On the wall clock, with threads that really run in parallel. One thing is begun after the other, each when those before it wait or have
 * ended: so it is certain who stands where in a line, and only the order in which they go on is left to chance.
 */
final class LiveStage implements QueueStage {

    private static final Duration SECOND = Duration.ofMillis(100);
    /** Nothing in these tests takes longer. */
    private static final long LAST_SECOND = 10;

    private record Plan(long second, Runnable deed) {}

    private final LiveScheduler scheduler = Scheduler.live();
    private final List<SimProcess> processes = new CopyOnWriteArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private final long began = scheduler.nanoTime();

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public Duration second() {
        return SECOND;
    }

    @Override
    public long now() {
        return (scheduler.nanoTime() - began) / SECOND.toNanos();
    }

    @Override
    public SimProcess start(String name, ProcessBody body) {
        SimProcess process = scheduler.spawn(name, body);
        processes.add(process);
        settle();
        return process;
    }

    @Override
    public void startAt(long second, String name, ProcessBody body) {
        at(second, () -> start(name, body));
    }

    @Override
    public void at(long second, Runnable deed) {
        plans.add(new Plan(second, deed));
    }

    /** Waits until every process waits in a queue, or has ended. */
    private void settle() {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            var blocked = scheduler.blocked().stream().map(BlockedProcess::name).toList();
            return processes.stream()
                    .allMatch(process ->
                            process.state() == SimProcess.State.TERMINATED || blocked.contains(process.name()));
        });
    }

    @Override
    public void run() {
        try {
            plans.sort(Comparator.comparingLong(Plan::second));
            for (Plan plan : plans) {
                sleepUntil(plan.second);
                plan.deed.run();
                settle();
            }
            for (SimProcess process : processes) {
                process.join(Duration.ofNanos(Math.max(SECOND.toNanos(), timeLeft(LAST_SECOND))));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void sleepUntil(long second) throws InterruptedException {
        scheduler.sleep(Duration.ofNanos(Math.max(0, timeLeft(second))));
    }

    private long timeLeft(long second) {
        return began + second * SECOND.toNanos() - scheduler.nanoTime();
    }

    /** The same happened, and nothing before its time; what was late says something about the machine only. */
    @Override
    public void assertLog(List<String> log, String... expected) {
        var actual = sorted(log);
        var planned = sorted(List.of(expected));
        assertThat(actual)
                .extracting(Noted::what)
                .isEqualTo(planned.stream().map(Noted::what).toList());
        for (int n = 0; n < planned.size(); n++) {
            assertThat(actual.get(n).second)
                    .as("the second of %s", actual.get(n))
                    .isGreaterThanOrEqualTo(planned.get(n).second);
        }
    }

    /** A line of a log, such as {@code 5s taker: a}. */
    private record Noted(String what, long second) {

        static Noted of(String line) {
            String[] parts = line.split("s ", 2);
            return parts.length == 2 && parts[0].chars().allMatch(Character::isDigit)
                    ? new Noted(parts[1], Long.parseLong(parts[0]))
                    : new Noted(line, 0);
        }
    }

    private static List<Noted> sorted(List<String> log) {
        return log.stream()
                .map(Noted::of)
                .sorted(Comparator.comparing(Noted::what).thenComparingLong(Noted::second))
                .toList();
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
