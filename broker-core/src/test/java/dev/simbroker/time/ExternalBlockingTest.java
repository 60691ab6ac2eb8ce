package dev.simbroker.time;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.time.spi.Carrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that has its turn and is blocked by something outside the simulation is named, and the run ends. */
@Timeout(60)
@Tag("external")
class ExternalBlockingTest {

    private static Simulation.Builder settings() {
        return Simulation.builder().externalBlockingLimit(Duration.ofMillis(200));
    }

    private static Simulation impatient() {
        return settings().build();
    }

    private static ExternalBlockingException blocking(ProcessBody body) {
        return blocking(impatient(), body);
    }

    private static ExternalBlockingException blocking(Simulation simulation, ProcessBody body) {
        try (simulation) {
            simulation.spawn("billing", () -> {
                simulation.sleep(Duration.ofSeconds(7));
                body.run();
            });
            return catchThrowableOfType(ExternalBlockingException.class, simulation::run);
        }
    }

    private static Arguments wait(String what, String instead, ProcessBody body) {
        return Arguments.of(what, instead, body);
    }

    static Stream<Arguments> waits() {
        var locked = new ReentrantLock();
        Thread.ofPlatform().daemon().start(() -> {
            locked.lock();
            LockSupport.park();
        });
        return Stream.of(
                wait("java.lang.Thread.sleep", "simulation.sleep(duration)", () -> Thread.sleep(100_000)),
                wait(
                        "java.util.concurrent.CountDownLatch.await",
                        "dev.simbroker.concurrent.ProcessLatch",
                        () -> new CountDownLatch(1).await()),
                wait(
                        "java.util.concurrent.Semaphore.acquire",
                        "dev.simbroker.concurrent.ProcessSemaphore",
                        () -> new Semaphore(0).acquire()),
                wait("java.util.concurrent.locks.ReentrantLock.lock", "dev.simbroker.concurrent.ProcessLock", () -> {
                    while (!locked.isLocked()) {
                        Thread.onSpinWait();
                    }
                    locked.lock();
                }),
                wait(
                        "java.util.concurrent.LinkedBlockingQueue.take",
                        "dev.simbroker.queue.Mailbox, or what dev.simbroker.concurrent offers",
                        () -> new LinkedBlockingQueue<String>().take()),
                wait(
                        "java.util.concurrent.CompletableFuture.get",
                        "simulation.await(future)",
                        () -> new CompletableFuture<String>().get()),
                wait(
                        "java.lang.Thread.join",
                        "SimProcess.join",
                        () -> Thread.currentThread().join(100_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waits")
    void aWaitInTheJdk_isNamed_withWhatToUseInstead(String what, String instead, ProcessBody body) {
        var failure = blocking(body);

        assertThat(failure)
                .hasMessageStartingWith("process 'billing' has its turn at simulated time 2000-01-01T00:00:07Z"
                        + " and is blocked outside the simulation for longer than externalBlockingLimit, PT0.2S, of"
                        + " real time: it is in " + what
                        + ", called at ")
                .message()
                .contains("(ExternalBlockingTest.java:")
                .contains("  use instead: " + instead)
                .contains("  replay with ");
        assertThat(failure.process()).isEqualTo("billing");
        assertThat(failure.at())
                .hasValueSatisfying(
                        frame -> assertThat(frame.getClassName()).startsWith(ExternalBlockingTest.class.getName()));
    }

    @Test
    void aSynchronizedSection_thatAWaitingProcessIsIn_isNamed() {
        Object monitor = new Object();
        try (var simulation = impatient()) {
            simulation.spawn("holder", () -> {
                synchronized (monitor) {
                    simulation.sleep(Duration.ofDays(1));
                }
            });
            simulation.spawn("contender", () -> {
                synchronized (monitor) {
                    simulation.sleep(Duration.ofDays(1));
                }
            });

            var failure = catchThrowableOfType(ExternalBlockingException.class, simulation::run);

            assertThat(failure.process()).isEqualTo("contender");
            assertThat(failure)
                    .message()
                    .contains("it waits to enter a synchronized section, called at ")
                    .contains("ProcessLock, since the process that is inside cannot leave");
        }
    }

    // ---- waits without a time ----

    /** Nobody else runs while it waits, so there is no reason to wait for long. */
    @Test
    void aWaitWithoutATime_hasALimitOfItsOwn() {
        try (var simulation = Simulation.builder()
                .indefiniteBlockingLimit(Duration.ofMillis(200))
                .externalBlockingLimit(Duration.ofDays(1))
                .build()) {
            simulation.spawnBackground("holder", () -> simulation.sleep(Duration.ofDays(1)));
            simulation.spawn("taker", () -> new LinkedBlockingQueue<String>().take());

            assertThatExceptionOfType(ExternalBlockingException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("for longer than indefiniteBlockingLimit, PT0.2S, of real time: it is in"
                            + " java.util.concurrent.LinkedBlockingQueue.take, called at")
                    .withMessageContaining("  meanwhile these wait in simulated time:")
                    .withMessageContaining("  process 'holder' waits for the end of a sleep of PT24H since ");
        }
    }

    @Test
    void aWaitWithATime_hasTheOther() {
        try (var simulation = Simulation.builder()
                .indefiniteBlockingLimit(Duration.ofMillis(100))
                .build()) {
            var polled = new ArrayList<Optional<String>>();
            simulation.run(() -> polled.add(
                    Optional.ofNullable(new LinkedBlockingQueue<String>().poll(500, TimeUnit.MILLISECONDS))));

            assertThat(polled).containsExactly(Optional.empty());
        }
    }

    @Test
    void whoMayHoldALock_isListed() {
        var lock = new ReentrantLock();
        try (var simulation = impatient()) {
            simulation.spawn("holder", () -> {
                lock.lock();
                simulation.sleep(Duration.ofDays(1));
            });
            simulation.spawn("contender", lock::lock);

            assertThatExceptionOfType(ExternalBlockingException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("  one of these, which wait in simulated time meanwhile, may hold it:")
                    .withMessageContaining("  process 'holder' waits for the end of a sleep of PT24H since ");
        }
    }

    @Test
    void theStack_leadsToTheLineThatWaits() {
        var failure = blocking(() -> new CountDownLatch(1).await());

        assertThat(failure.getStackTrace()[0].getClassName()).startsWith(ExternalBlockingTest.class.getName());
        assertThat(failure.at()).contains(failure.getStackTrace()[0]);
    }

    // ---- real time that is not enough to fail ----

    private static void nap() throws InterruptedException {
        for (int n = 0; n < 5; n++) {
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
    }

    /** Five waits of a tenth of a second each are half a second a test, and a test suite of minutes. */
    @Test
    void shortWaits_areSummedUp_byProcessAndLine() {
        try (var simulation = Simulation.create()) {
            simulation.run(() -> {
                simulation.spawn("napper", ExternalBlockingTest::nap).join();
                simulation.sleep(Duration.ofDays(1));
            });

            assertThat(simulation.externalBlocking()).singleElement().satisfies(blocking -> {
                assertThat(blocking.process()).isEqualTo("napper");
                assertThat(blocking.call()).isEqualTo("java.util.concurrent.CountDownLatch.await");
                assertThat(blocking.at())
                        .hasValueSatisfying(
                                frame -> assertThat(frame.getMethodName()).isEqualTo("nap"));
                assertThat(blocking.spent()).isPositive();
                assertThat(simulation.spi().report()).containsExactly(blocking.toString());
            });
        }
    }

    @Test
    void realTimeSpent_isInTheReportOfWhateverFails() {
        try (var simulation = Simulation.create()) {
            assertThatExceptionOfType(ProcessFailedException.class)
                    .isThrownBy(() -> simulation.run(() -> {
                        nap();
                        throw new IllegalStateException("oops");
                    }))
                    .withMessageMatching("(?s).*oops\\R  process 'main' spent about \\d+\\.\\d s of real time in"
                            + " java.util.concurrent.CountDownLatch.await at"
                            + " dev.simbroker.time.ExternalBlockingTest.nap\\(ExternalBlockingTest.java:\\d+\\), in"
                            + " which no simulated time passes\\R  replay.*");
        }
    }

    @Test
    void processThatOnlyWaitsInSimulatedTime_spendsNone() {
        try (var simulation = Simulation.create()) {
            simulation.spawn("sleeper", () -> {
                for (int n = 0; n < 100_000; n++) {
                    simulation.sleep(Duration.ofHours(1));
                }
            });
            simulation.run();

            assertThat(simulation.externalBlocking()).isEmpty();
        }
    }

    /** Up to Java 23 a process that waits inside a synchronized section keeps its carrier thread. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void processesThatKeepAllCarrierThreads_areNamed() {
        try (var simulation = settings().carrier(Carrier.baton()).build()) {
            for (int n = 0; n < carriers(); n++) {
                simulation.spawn("pinned", () -> new Pinned().sleepInside(simulation));
            }
            simulation.spawn("starved", () -> simulation.sleep(Duration.ofSeconds(1)));

            var failure = catchThrowableOfType(ExternalBlockingException.class, simulation::run);

            assertThat(failure)
                    .message()
                    .contains("no carrier thread is free to run it")
                    .contains("process 'pinned' waits for the end of a sleep of PT24H");
        }
    }

    /** Threads that were left behind keep their carriers as long as they compute. */
    @Test
    void whatWasLeftBehindAndKeepsACarrierThread_isNamed() {
        var stopped = new AtomicBoolean();
        try {
            for (int n = 0; n < carriers(); n++) {
                try (var simulation = Simulation.builder()
                        .carrier(Carrier.baton())
                        .realTimeLimit(Duration.ofMillis(100))
                        .build()) {
                    simulation.spawn("miner", () -> {
                        while (!stopped.get()) {
                            Thread.onSpinWait();
                        }
                    });
                    assertThatExceptionOfType(RealTimeLimitException.class).isThrownBy(simulation::run);
                }
            }

            assertThat(blocking(settings().carrier(Carrier.baton()).build(), () -> {}))
                    .message()
                    .contains("no carrier thread is free to run it")
                    .contains("  thread 'miner', left behind by an earlier run, is still at "
                            + getClass().getName());
        } finally {
            stopped.set(true);
        }
    }

    private static int carriers() {
        return Integer.getInteger(
                "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
    }

    private static final class Pinned {

        synchronized void sleepInside(Simulation simulation) throws InterruptedException {
            simulation.sleep(Duration.ofDays(1));
        }
    }

    @Test
    void theOthers_areUnwoundAfterwards() {
        var unwound = new ArrayList<String>();
        try (var simulation = impatient()) {
            simulation.spawn("patient", () -> {
                try {
                    simulation.sleep(Duration.ofDays(1));
                } finally {
                    unwound.add("patient");
                }
            });
            simulation.spawn("stuck", () -> new Semaphore(0).acquireUninterruptibly());
            assertThatExceptionOfType(ExternalBlockingException.class).isThrownBy(simulation::run);
        }

        assertThat(unwound).isEqualTo(List.of("patient"));
    }

    @Test
    void aProcessThatComesFreeLater_canDoNoHarm() throws Exception {
        var latch = new CountDownLatch(1);
        var outcome = new CompletableFuture<String>();
        try (var simulation = impatient()) {
            simulation.spawn("stuck", () -> {
                awaitUninterruptibly(latch);
                try {
                    simulation.spawn("late", () -> {});
                    outcome.complete("accepted");
                } catch (IllegalStateException e) {
                    outcome.complete("refused");
                }
            });
            assertThatExceptionOfType(ExternalBlockingException.class).isThrownBy(simulation::run);
        }

        latch.countDown();

        assertThat(outcome.get()).isEqualTo("refused");
    }

    @Test
    void closing_doesNotHangOnAProcessThatBlocksOutside() {
        var released = new CountDownLatch(1);
        try (var simulation = impatient()) {
            simulation.spawn("stuck at the end", () -> {
                try {
                    simulation.sleep(Duration.ofDays(1));
                } finally {
                    new Semaphore(0).acquireUninterruptibly();
                }
            });
            simulation.spawn("ends well", () -> {
                try {
                    simulation.sleep(Duration.ofDays(1));
                } finally {
                    released.countDown();
                }
            });
            simulation.runFor(Duration.ofSeconds(1));
        }
        assertThat(released.getCount()).isZero();
    }

    @Test
    void aShortWaitOutside_isForgiven() {
        try (var simulation = Simulation.create()) {
            simulation.run(() -> LockSupport.parkNanos(50_000_000));

            assertThat(simulation.elapsed()).isZero();
        }
    }
}
