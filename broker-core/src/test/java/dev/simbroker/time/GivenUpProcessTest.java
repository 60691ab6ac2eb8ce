package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.internal.util.UnwindError;
import dev.simbroker.time.spi.Carrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes that were given their turn and lost it before they had noticed, because no carrier thread of the JDK was
 * free to run them. When one gets free at last, the world has gone on without them.
 */
// On a thread of its own, because a close that hangs does not react to an interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("external")
@SuppressWarnings("try") // BusyCarriers only has to be open
class GivenUpProcessTest {

    private final Simulation simulation = Simulation.builder()
            .carrier(Carrier.baton())
            .externalBlockingLimit(Duration.ofMillis(200))
            .build();
    private final Ending ending = new Ending();

    @Test
    void whoNeverNoticedItsTurn_endsWhereItWaits_onceItsRunIsCut() throws Exception {
        simulation.spawn("billing", () -> ending.sleepFor(Duration.ofDays(1)));
        SimProcess other = simulation.spawn("shipping", () -> simulation.sleep(Duration.ofDays(2)));
        simulation.runFor(Duration.ofSeconds(1));

        try (var ignored = new BusyCarriers()) {
            assertThatExceptionOfType(ExternalBlockingException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("process 'billing'")
                    .withMessageContaining("no carrier thread is free to run it");
        }

        assertThat(ending.how()).isEqualTo("the run of process 'billing' is over, and it has to end");
        simulation.close();
        assertThat(other.state()).isEqualTo(SimProcess.State.TERMINATED);
    }

    @Test
    void whoNeverNoticedItsLastTurn_holdsUpNoClose_andEndsAfterwards() throws Exception {
        simulation.spawn("billing", () -> ending.sleepFor(Duration.ofDays(1)));
        simulation.runFor(Duration.ofSeconds(1));

        try (var ignored = new BusyCarriers()) {
            simulation.close();
        }

        assertThat(ending.how()).isEqualTo("the run of process 'billing' is over, and it has to end");
    }

    @Test
    void whoNeverNoticedItsFirstTurn_neverBegins() throws Exception {
        var began = new AtomicBoolean();
        SimProcess billing = simulation.spawn("billing", () -> began.set(true));

        try (var ignored = new BusyCarriers()) {
            assertThatExceptionOfType(ExternalBlockingException.class).isThrownBy(simulation::run);
            simulation.close();
        }
        for (int n = 0; n < 100; n++) { // whoever could run before these has run after them
            Thread.startVirtualThread(() -> {}).join();
        }

        assertThat(began).isFalse();
        assertThat(billing.state()).isNotEqualTo(SimProcess.State.RUNNING);
    }

    /**
     * The second has a thread of its own, so that it can let the carriers go in its last turn, and outlive the first.
     */
    @Test
    void whoEndsAfterItLostItsTurn_disturbsNobodyElsesClose() throws Exception {
        var carriers = new CompletableFuture<BusyCarriers>();
        var ends = new ArrayList<String>();
        simulation.spawn("billing", () -> ending.sleepFor(Duration.ofDays(1)));
        Runnable outlive = () -> {
            try {
                simulation.sleep(Duration.ofDays(1));
            } catch (InterruptedException e) {
                carriers.join().close();
                ends.add(ending.how());
                ends.add("the other can wait: " + simulation.spi().canWait());
            }
        };
        simulation.threadFactory("shipping").newThread(outlive).start();
        SimProcess last = simulation.spawn("last", () -> simulation.sleep(Duration.ofDays(1)));
        simulation.runFor(Duration.ofSeconds(1));

        try (var busy = new BusyCarriers()) {
            carriers.complete(busy);
            simulation.close();
        }

        assertThat(ends)
                .containsExactly("the run of process 'billing' is over, and it has to end", "the other can wait: true");
        assertThat(last.state()).isEqualTo(SimProcess.State.TERMINATED);
    }

    /** How a process that sleeps goes on from there. */
    private final class Ending {

        private final CompletableFuture<Thread> sleeper = new CompletableFuture<>();
        private final CompletableFuture<String> how = new CompletableFuture<>();

        void sleepFor(Duration duration) throws InterruptedException {
            sleeper.complete(Thread.currentThread());
            try {
                simulation.sleep(duration);
                how.complete("it went on");
            } catch (InterruptedException e) {
                how.complete("it was interrupted");
                throw e;
            } catch (UnwindError e) {
                how.complete(String.valueOf(e.getMessage()));
                throw e;
            }
        }

        /** How it went on, once nothing of it is left. */
        String how() {
            while (sleeper.join().isAlive()) {
                Thread.onSpinWait();
            }
            return how.join();
        }
    }

    /** Computes on every carrier thread that there is, until closed. */
    private static final class BusyCarriers implements AutoCloseable {

        private volatile boolean closed;

        BusyCarriers() throws InterruptedException {
            int carriers = Integer.getInteger(
                    "jdk.virtualThreadScheduler.parallelism",
                    Runtime.getRuntime().availableProcessors());
            var busy = new CountDownLatch(carriers);
            for (int n = 0; n < carriers; n++) {
                Thread.startVirtualThread(() -> {
                    busy.countDown();
                    while (!closed) {
                        Thread.onSpinWait();
                    }
                });
            }
            busy.await();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
