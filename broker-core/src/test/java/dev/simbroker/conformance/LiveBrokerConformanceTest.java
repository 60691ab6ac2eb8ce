package dev.simbroker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Process;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The broker of this library on the wall clock. Nearly all of the time the tests sleep, so the build runs them all at once, in a test run of
 * their own (tag {@code concurrent}).
 *
 * <p>Nothing may come early; how late something may come says nothing about the broker, but about what else the machine has to do.
 */
@Tag("concurrent")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class LiveBrokerConformanceTest extends BrokerConformanceKit {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SETTLING = Duration.ofMillis(30);
    private static final int MOST_SETTLING = 20;
    private static final int WARM = 5_000;
    private static final Duration LATENESS = Duration.ofSeconds(3);

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final LiveScheduler scheduler = LiveScheduler.builder()
            .onFailure((process, cause) -> end.completeExceptionally(cause))
            .build();
    private final Broker broker = Broker.create(scheduler);
    private final List<Process> spawned = new CopyOnWriteArrayList<>();
    private volatile long began;

    /** The first use of nearly everything takes longer than many a test allows for. */
    @BeforeAll
    static void warmUp() throws InterruptedException {
        try (var scheduler = LiveScheduler.builder().build();
                var broker = Broker.create(scheduler);
                var subscriber =
                        broker.subscribe(ORDERS, Subscription.named("warm").atLeastOnce(TICK))) {
            var publisher = scheduler.spawn("publisher", () -> {
                for (int n = 0; n < WARM; n++) {
                    broker.publish(ORDERS, "" + n);
                }
            });
            for (int n = 0; n < WARM; n++) {
                subscriber.receive().ack();
            }
            publisher.join();
        }
    }

    @Override
    protected void stop() {
        scheduler.close();
    }

    @Override
    public Broker broker() {
        return broker;
    }

    @Override
    public Broker brokerRemembering(Duration window, int ids) {
        return Broker.builder(scheduler).deduplication(window, ids).build();
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Ends with the body, or with the first process that fails. */
    @Override
    public void run(ProcessBody body) {
        began = scheduler.nanoTime();
        scheduler.spawn("main", () -> {
            body.run();
            end.complete(null);
        });
        try {
            end.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the body, or another process, failed", e);
        }
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.complementOf(EnumSet.of(Feature.EXACT_TIMES));
    }

    @Override
    public Duration tick() {
        return TICK;
    }

    @Override
    public Process spawn(String name, ProcessBody body) {
        Process process = scheduler.spawn(name, body);
        spawned.add(process);
        return process;
    }

    /** Sleeps until every other process seems to wait; longer only where the machine has a lot else to do. */
    @Override
    public void settleDown() throws InterruptedException {
        sleepFor(SETTLING);
        for (int n = 0; n < MOST_SETTLING && spawned.stream().anyMatch(LiveBrokerConformanceTest::isRunning); n++) {
            sleepFor(SETTLING);
        }
    }

    private static boolean isRunning(Process process) {
        return process.state() == Process.State.NEW || process.state() == Process.State.RUNNING;
    }

    @Override
    public Duration aLongTime() {
        return ticks(100);
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(scheduler.nanoTime() - began);
    }

    @Override
    public void assertDuration(Duration actual, Duration expected) {
        assertThat(actual).isBetween(expected, expected.plus(LATENESS));
    }

    @Override
    public void assertNoted(List<String> notes, String... expected) {
        assertThat(notes).containsExactlyInAnyOrder(expected);
    }
}
