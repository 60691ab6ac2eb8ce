package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulationFixture;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.Dependent;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.ReportSource;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.TraceSink;
import dev.simbroker.time.spi.Waiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A timer whose cancellation comes too late, as it can where threads run in parallel, does nothing that is not due, and
 * nothing twice. Here no cancellation is in time, and every task runs when the test says.
 */
class LateCancellationTest extends SimulationFixture {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final List<Runnable> tasks = new ArrayList<>();
    private final Broker broker = Broker.builder(new Late()).audited().build();
    private final Subscriber<String> billing =
            broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(LEASE));

    /** A simulation whose timers the test sets off. */
    private final class Late implements Scheduler, SchedulerSpi {

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            tasks.add(task);
            return () -> false;
        }

        @Override
        public Timer scheduleAt(long deadline, Runnable task) {
            return schedule(Duration.ZERO, task);
        }

        @Override
        public Timer scheduleBackgroundAt(long deadline, Runnable task) {
            return schedule(Duration.ZERO, task);
        }

        @Override
        public long nanoTime() {
            return simulation.nanoTime();
        }

        @Override
        public Instant instant(long nanoTime) {
            return simulation.spi().instant(nanoTime);
        }

        @Override
        public Clock clock() {
            return simulation.clock();
        }

        @Override
        public RandomGenerator random() {
            return simulation.random();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            simulation.sleep(duration);
        }

        @Override
        public SimProcess spawn(String name, ProcessBody body) {
            return simulation.spawn(name, body);
        }

        @Override
        public SimProcess spawnBackground(String name, ProcessBody body) {
            return simulation.spawnBackground(name, body);
        }

        @Override
        public Optional<SimProcess> currentProcess() {
            return simulation.currentProcess();
        }

        @Override
        public SchedulerSpi spi() {
            return this;
        }

        @Override
        public Waiter currentWaiter() {
            return simulation.spi().currentWaiter();
        }

        @Override
        public boolean canWait() {
            return simulation.spi().canWait();
        }

        @Override
        public Guard newGuard() {
            return simulation.spi().newGuard();
        }

        @Override
        public boolean addDependent(Dependent dependent) {
            return simulation.spi().addDependent(dependent);
        }

        @Override
        public void addReportSource(ReportSource source) {
            simulation.spi().addReportSource(source);
        }

        @Override
        public void removeReportSource(ReportSource source) {
            simulation.spi().removeReportSource(source);
        }

        @Override
        public List<String> report() {
            return simulation.spi().report();
        }

        @Override
        public @Nullable TraceSink traceSink() {
            return null;
        }
    }

    private Delivery<String> next() {
        return billing.tryReceive().orElseThrow();
    }

    /** Sets off every timer there ever was. */
    private void setOffAll() {
        List.copyOf(tasks).forEach(Runnable::run);
    }

    private void pass(long seconds) {
        simulation.runFor(Duration.ofSeconds(seconds));
    }

    private SubscriptionStatistics figures() {
        return billing.statistics();
    }

    @Test
    void leaseOfASettledMessage_doesNotLapse() {
        broker.tryPublish(ORDERS, "1");
        next().ack();
        pass(31);

        setOffAll();

        assertThat(figures().settled()).isEqualTo(1);
        assertThat(figures().redelivered(RedeliveryCause.LEASE_EXPIRED)).isZero();
    }

    @Test
    void leaseThatWasRenewed_lapsesAtItsNewEnd_once() {
        broker.tryPublish(ORDERS, "1");
        var delivery = next();
        pass(29);
        delivery.extend(LEASE);
        pass(2);

        setOffAll();
        assertThat(figures().inFlight()).isEqualTo(1);
        pass(28);
        setOffAll();

        assertThat(figures().ready()).isEqualTo(1);
        assertThat(figures().redelivered(RedeliveryCause.LEASE_EXPIRED)).isEqualTo(1);
    }

    @Test
    void leaseOfAnEarlierAttempt_doesNotEndALaterOne() {
        broker.tryPublish(ORDERS, "1");
        next().nack();
        pass(10);
        next();
        pass(21);

        setOffAll();

        assertThat(figures().inFlight()).isEqualTo(1);
    }

    @Test
    void leaseOfAReturnedMessage_doesNotShortenItsDelay() {
        broker.tryPublish(ORDERS, "1");
        next().nack(Duration.ofSeconds(60));
        pass(31);

        setOffAll();
        assertThat(figures().delayed()).isEqualTo(1);
        pass(29);
        setOffAll();

        assertThat(figures().ready()).isEqualTo(1);
    }

    @Test
    void expiryOfAMessageInFlight_takesNothingAway() {
        broker.tryPublish(Publication.of(ORDERS, "1").timeToLive(Duration.ofSeconds(5)));
        var delivery = next();
        pass(6);

        setOffAll();

        assertThat(delivery.ack()).isEqualTo(new Settlement.Done());
        assertThat(figures().dropped()).isZero();
    }

    @Test
    void timersOfADeletedSubscription_doNothing() {
        broker.tryPublish(Publication.of(ORDERS, "ready").timeToLive(Duration.ofSeconds(5)));
        broker.tryPublish(Publication.of(ORDERS, "delayed").delay(Duration.ofSeconds(5)));
        next();
        broker.deleteSubscription(ORDERS, "billing");
        pass(31);

        setOffAll();

        assertThat(figures().dropped(RemovalReason.DELETED)).isEqualTo(2);
    }
}
