package dev.simbroker.internal.subscription;

import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.internal.log.LogReader;
import dev.simbroker.internal.util.Counter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A channel's figures, which the channel changes inside the broker's guard and anyone may read. What comes and goes by the topic's log is not
 * counted here, but by the channel's {@link LogReader}.
 */
final class SubscriptionCounters implements SubscriptionStatistics {

    private final String destination;
    private final String subscription;
    private final LogReader<?> following;
    private final LongSupplier oldestAge;

    final Counter accepted = new Counter();
    final Counter settled = new Counter();
    final Counter[] deadLettered = Counter.each(RemovalReason.values());
    final Counter[] dropped = Counter.each(RemovalReason.values());
    private final Counter[] present = Counter.each(Entry.State.values());

    final Counter delivered = new Counter();
    final Counter received = new Counter();
    final Counter acked = new Counter();
    final Counter nacked = new Counter();
    final Counter nackedWithDelay = new Counter();
    final Counter rejected = new Counter();
    final Counter[] redelivered = Counter.each(RedeliveryCause.values());
    final LatencyCounter latency;

    SubscriptionCounters(
            String destination,
            String subscription,
            LatencyCounter latency,
            LogReader<?> following,
            LongSupplier oldestAge) {
        this.destination = destination;
        this.subscription = subscription;
        this.latency = latency;
        this.following = following;
        this.oldestAge = oldestAge;
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public String subscription() {
        return subscription;
    }

    @Override
    public long accepted() {
        return accepted.get() + following.came();
    }

    @Override
    public long settled() {
        return settled.get() + following.settled();
    }

    @Override
    public long deadLettered(RemovalReason reason) {
        return deadLettered[reason.ordinal()].get();
    }

    @Override
    public long dropped(RemovalReason reason) {
        return dropped[reason.ordinal()].get();
    }

    @Override
    public int ready() {
        return present(Entry.State.READY) + (int) following.before();
    }

    @Override
    public int delayed() {
        return present(Entry.State.DELAYED);
    }

    @Override
    public int inFlight() {
        return present(Entry.State.IN_FLIGHT);
    }

    private int present(Entry.State state) {
        return (int) present[state.ordinal()].get();
    }

    /** Notes that a message has changed its state; those that have not come yet or have gone are not counted. */
    void moved(Entry.State from, Entry.State to) {
        if (from != Entry.State.NEW) {
            present[from.ordinal()].down();
        }
        if (to != Entry.State.GONE) {
            present[to.ordinal()].up();
        }
    }

    @Override
    public long delivered() {
        return delivered.get() + following.came();
    }

    @Override
    public long received() {
        return received.get() + following.taken();
    }

    @Override
    public long acked() {
        return acked.get();
    }

    @Override
    public long nacked() {
        return nacked.get();
    }

    @Override
    public long nackedWithDelay() {
        return nackedWithDelay.get();
    }

    @Override
    public long rejected() {
        return rejected.get();
    }

    @Override
    public long redelivered(RedeliveryCause cause) {
        return redelivered[cause.ordinal()].get();
    }

    @Override
    public Duration totalLatency() {
        return latency.total();
    }

    @Override
    public Duration maxLatency() {
        return latency.max();
    }

    @Override
    public Duration oldestAge() {
        return Duration.ofNanos(oldestAge.getAsLong());
    }

    @Override
    public String toString() {
        return "subscription '" + subscription + "' on '" + destination + "': accepted " + accepted() + ", settled "
                + settled() + ", dead-lettered " + deadLettered() + ", dropped " + dropped() + ", ready " + ready()
                + ", delayed "
                + delayed() + ", in flight " + inFlight();
    }
}
