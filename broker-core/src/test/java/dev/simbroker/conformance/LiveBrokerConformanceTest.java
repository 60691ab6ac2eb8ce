package dev.simbroker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
import org.opentest4j.TestAbortedException;

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

    private static final Duration TICK = Duration.ofMillis(150);
    /** A test that failed while the machine was later than this has proved nothing. */
    private static final Duration MOST_LAG = TICK.dividedBy(3);

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration SETTLING = Duration.ofMillis(30);
    private static final int MOST_SETTLING = 20;
    private static final int WARM = 5_000;
    private static final Duration LATENESS = Duration.ofSeconds(3);

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final LiveScheduler scheduler = LiveScheduler.builder()
            .onFailure((process, cause) -> end.completeExceptionally(cause))
            .build();
    private final List<SimProcess> spawned = new CopyOnWriteArrayList<>();
    private final Scheduler watched = watched();
    private final Broker broker = Broker.create(watched);
    private volatile long began;
    private volatile long lag;

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
        scheduler.spawnBackground("watches the machine", this::watchTheMachine);
        scheduler.spawn("main", () -> {
            body.run();
            end.complete(null);
        });
        try {
            end.get();
        } catch (InterruptedException | ExecutionException e) {
            if (lag > MOST_LAG.toNanos()) {
                throw new TestAbortedException(
                        "the machine was late by " + Duration.ofNanos(lag) + ", and so was the test", e);
            }
            throw new AssertionError("the body, or another process, failed", e);
        }
    }

    /** Notes the most by which a short sleep was too long. */
    private void watchTheMachine() throws InterruptedException {
        while (true) {
            long due = scheduler.nanoTime() + SHORT.toNanos();
            scheduler.sleep(SHORT);
            lag = Math.max(lag, scheduler.nanoTime() - due);
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
    public SimProcess spawn(String name, ProcessBody body) {
        return watched.spawn(name, body);
    }

    /** The scheduler, and a note of every process that is spawned through it, by tests or by the broker. */
    private Scheduler watched() {
        return (Scheduler) Proxy.newProxyInstance(
                Scheduler.class.getClassLoader(), new Class<?>[] {Scheduler.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(scheduler, arguments);
                        if (result instanceof SimProcess process) {
                            spawned.add(process);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Sleeps until every other process seems to wait; longer only where the machine has a lot else to do. */
    @Override
    public void settleDown() throws InterruptedException {
        sleepFor(SETTLING);
        for (int n = 0; n < MOST_SETTLING && spawned.stream().anyMatch(LiveBrokerConformanceTest::isRunning); n++) {
            sleepFor(SETTLING);
        }
    }

    private static boolean isRunning(SimProcess process) {
        return process.state() == SimProcess.State.NEW || process.state() == SimProcess.State.RUNNING;
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
    public Duration lateness() {
        return LATENESS;
    }

    @Override
    public void assertTimed(List<String> notes, String... expected) {
        assertThat(notes).hasSize(expected.length);
        for (int n = 0; n < expected.length; n++) {
            String[] actual = notes.get(n).split(" at ", 2);
            String[] planned = expected[n].split(" at ", 2);
            assertThat(actual[0]).isEqualTo(planned[0]);
            if (planned.length == 2) {
                assertThat(Long.parseLong(actual[1]))
                        .as(notes.get(n))
                        .isGreaterThanOrEqualTo(Long.parseLong(planned[1]));
            }
        }
    }

    @Override
    public void assertNoted(List<String> notes, String... expected) {
        assertThat(notes).containsExactlyInAnyOrder(expected);
    }
}
