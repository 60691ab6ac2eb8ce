package dev.simbroker.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.concurrent.ProcessLatch;
import dev.simbroker.concurrent.ProcessLock;
import dev.simbroker.concurrent.ProcessSemaphore;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The examples of the guide's chapter on code under test that knows nothing of Simbroker. */
class ExternalCodeGuideTest {

    private final List<String> log = new ArrayList<>();

    @Test
    void executors() {
        try (var simulation = Simulation.create()) {
            var cache = new TokenCache(simulation.clock(), simulation.scheduledExecutor());
            simulation.runFor(Duration.ofMinutes(30));
            assertThat(cache.token()).isEqualTo("token of 2000-01-01T00:30:00Z");
        }
    }

    /** Code under test: it knows the JDK, and nothing else. */
    static class TokenCache {
        private volatile String token = "";

        TokenCache(Clock clock, ScheduledExecutorService executor) {
            var unused =
                    executor.scheduleAtFixedRate(() -> token = "token of " + clock.instant(), 0, 10, TimeUnit.MINUTES);
        }

        String token() {
            return token;
        }
    }

    @Test
    void tasks() {
        try (var simulation = Simulation.create()) {
            var executor = simulation.executor();
            simulation.run(() -> {
                var report = executor.submit(() -> {
                    simulation.sleep(Duration.ofHours(1));
                    return "report";
                });
                assertThatThrownBy(() -> report.get(10, TimeUnit.MINUTES)).isInstanceOf(TimeoutException.class);
                assertThat(report.get()).isEqualTo("report");
            });
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void futuresOfTheSimulationsOwnThreadsAndTimers() {
        try (var simulation = Simulation.create()) {
            simulation.run(() -> {
                var price = CompletableFuture.supplyAsync(() -> 42, simulation.executor());
                assertThat(simulation.await(price, Duration.ofSeconds(1))).isEqualTo(42); // in place of orTimeout

                var answer = new CompletableFuture<String>();
                simulation.schedule(
                        Duration.ofMinutes(1), () -> answer.complete("none")); // in place of completeOnTimeout
                assertThat(simulation.await(answer)).isEqualTo("none");
            });
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofMinutes(1));
        }
    }

    @Test
    void futures() {
        try (var simulation = Simulation.create()) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            simulation.schedule(Duration.ofSeconds(3), () -> answer.complete("yes"));
            simulation.run(() -> {
                assertThatThrownBy(() -> simulation.await(answer, Duration.ofSeconds(1)))
                        .isInstanceOf(TimeoutException.class);
                assertThat(simulation.await(answer)).isEqualTo("yes");
            });
        }
    }

    @Test
    void threads() {
        try (var simulation = Simulation.create()) {
            var thread = simulation.threadFactory("importer").newThread(() -> {
                try {
                    simulation.sleep(Duration.ofSeconds(5));
                } catch (InterruptedException e) {
                    log.add(Thread.currentThread().getName() + " stopped after " + simulation.elapsed());
                }
            });
            simulation.run(() -> {
                thread.start();
                simulation.sleep(Duration.ofSeconds(2));
                thread.interrupt();
                SimProcess.of(thread).orElseThrow().join(); // in place of thread.join()
            });
        }
        assertThat(log).containsExactly("importer-1 stopped after PT2S");
    }

    @Test
    @SuppressWarnings("LockNotBeforeTry")
    void locks() {
        try (var simulation = Simulation.create()) {
            var till = ProcessLock.create(simulation, "till"); // a java.util.concurrent.locks.Lock
            var safe = ProcessLock.create(simulation, "safe");
            simulation.spawn("clerk", () -> {
                safe.lock();
                simulation.sleep(Duration.ofSeconds(1));
                till.lock();
            });

            assertThatThrownBy(() -> simulation.run(() -> {
                        till.lock();
                        simulation.sleep(Duration.ofSeconds(1));
                        safe.lock();
                    }))
                    .isInstanceOf(DeadlockException.class)
                    .hasMessageContaining("lock 'safe' (held by process 'clerk')")
                    .hasMessageContaining("lock 'till' (held by process 'main')");
        }
    }

    @Test
    void semaphoresAndLatches() {
        try (var simulation = Simulation.create()) {
            var connections = ProcessSemaphore.create(simulation, "connections", 2); // is a Semaphore
            var done = ProcessLatch.create(simulation, "done", 4); // is a CountDownLatch
            for (int n = 0; n < 4; n++) {
                simulation.spawn("query " + n, () -> {
                    connections.acquire();
                    simulation.sleep(Duration.ofSeconds(1));
                    connections.release();
                    done.countDown();
                });
            }
            simulation.run(done::await);
            assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(2));
        }
    }
}
