package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.assertj.core.api.Assertions;

/** Tests of code that knows nothing of Simbroker, with the agent. */
class CapturedTestsIT {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    /** A service as one writes it: polls a queue now and then, and gives up after a while. */
    private static final class Poller implements AutoCloseable {

        private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
        private final java.util.concurrent.ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

        @SuppressWarnings("FutureReturnValueIgnored") // it ends with the timer
        Poller() {
            timer.scheduleWithFixedDelay(this::poll, 1, 60, TimeUnit.SECONDS);
        }

        private void poll() {
            for (String next = queue.poll(); next != null; next = queue.poll()) {
                handled.add(next + " at " + Instant.now());
            }
        }

        @Override
        public void close() {
            timer.close();
        }
    }

    @SimulationTest(capture = true)
    void plainService_runsInSimulatedTime(Simulation simulation) throws Exception {
        try (var poller = new Poller()) {
            poller.queue.put("first");
            Thread.sleep(Duration.ofMinutes(5));
            poller.queue.put("second");
            Thread.sleep(Duration.ofMinutes(1));

            assertThat(poller.handled)
                    .containsExactly("first at 2000-01-01T00:00:01Z", "second at 2000-01-01T00:05:01Z");
        }
        assertThat(simulation.elapsed()).isEqualTo(Duration.ofMinutes(6));
    }

    @SimulationTest(capture = true)
    void futureThatNobodyCompletes_timesOut(Broker broker) throws Exception {
        var billing = broker.subscribe(ORDERS, Subscription.named("billing"));
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return billing.receive().payload();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Assertions.assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(1, TimeUnit.HOURS));
        broker.publish(ORDERS, "order 1");

        assertThat(answer.get()).isEqualTo("order 1");
    }

    /** Two threads that take two locks in different orders: some order of the threads shows it. */
    private static int transfers() throws Exception {
        var first = new ReentrantLock();
        var second = new ReentrantLock();
        var counter = new int[1];
        var threads =
                List.of(new Thread(() -> both(first, second, counter)), new Thread(() -> both(first, second, counter)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return counter[0];
    }

    private static void both(ReentrantLock one, ReentrantLock other, int[] counter) {
        one.lock();
        try {
            other.lock();
            try {
                counter[0]++;
            } finally {
                other.unlock();
            }
        } finally {
            one.unlock();
        }
    }

    @SimulationTest(capture = true, seeds = 50)
    void sweepsRunUnderManySchedules() throws Exception {
        assertThat(transfers()).isEqualTo(2);
    }

    @SimulationTest(capture = true, seeds = 20, audit = true)
    void audits_findNothing() throws Exception {
        try (var pool = Executors.newFixedThreadPool(3)) {
            for (int n = 0; n < 10; n++) {
                int delay = n % 4;
                pool.execute(() -> {
                    try {
                        Thread.sleep(delay);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        }
    }
}
