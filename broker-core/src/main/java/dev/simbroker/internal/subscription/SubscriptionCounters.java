package dev.simbroker.internal.subscription;

import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.util.Counter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The counters of one subscription, changed inside the broker's guard and read from any thread. Messages that come and
 * go by the topic's log are counted by the position in it, the {@link LogCounts}.
 */
final class SubscriptionCounters implements SubscriptionStatistics {

    /** The counts of the messages that have come by the topic's log. */
    interface LogCounts {

        /** The number of messages that have come. */
        long came();

        /** The number of these that were taken. */
        long taken();

        /** The number of these that were settled by being taken. */
        long settled();

        /** The number of these that are still to be taken. */
        long unread();
    }

    /** What is not counted, but looked up in the queue. */
    interface Lookup {

        /** In nanoseconds. */
        long oldestAge();

        int receivable();
    }

    private final String destination;
    private final String subscription;
    private final LogCounts log;
    private final Lookup lookup;

    final Counter accepted = new Counter();
    final Counter settled = new Counter();
    final Counter[] deadLettered = Counter.each(RemovalReason.values());
    final Counter[] dropped = Counter.each(RemovalReason.values());
    private final Counter[] present = Counter.each(MessageState.values());

    final Counter filtered = new Counter();
    final Counter overfilled = new Counter();
    final Counter delivered = new Counter();
    final Counter received = new Counter();
    final Counter acked = new Counter();
    final Counter nacked = new Counter();
    final Counter nackedWithDelay = new Counter();
    final Counter rejected = new Counter();
    final Counter[] redelivered = Counter.each(RedeliveryCause.values());
    final LatencyCounter latency;

    /** The handlers that are alive. Changed by themselves, outside the guard, as the next one is. */
    final AtomicInteger handlers = new AtomicInteger();
    /**
     * The messages without a lease that a handler is at. Their receipt has settled them for the queue; what becomes of
     * them is counted when the handler ends.
     */
    final AtomicInteger handled = new AtomicInteger();

    SubscriptionCounters(
            String destination, String subscription, LatencyCounter latency, LogCounts log, Lookup lookup) {
        this.destination = destination;
        this.subscription = subscription;
        this.latency = latency;
        this.log = log;
        this.lookup = lookup;
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
        return accepted.get() + log.came();
    }

    @Override
    public long settled() {
        return settledForTheQueue() - handled.get() - dropped(RemovalReason.HANDLER_FAILED);
    }

    private long settledForTheQueue() {
        return settled.get() + log.settled();
    }

    /** How many messages have left the queue for good. */
    long gone() {
        return settledForTheQueue() + deadLettered() + dropped() - dropped(RemovalReason.HANDLER_FAILED);
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
        return present(MessageState.READY) + (int) log.unread();
    }

    @Override
    public int delayed() {
        return present(MessageState.DELAYED);
    }

    @Override
    public int inFlight() {
        return onLease() + handled.get();
    }

    /** How many messages are in flight for the queue. */
    int onLease() {
        return present(MessageState.IN_FLIGHT);
    }

    @Override
    public int handlers() {
        return handlers.get();
    }

    private int present(MessageState state) {
        return (int) present[state.ordinal()].get();
    }

    /**
     * Notes that a message has gone from one state to another; messages are not counted here while they lie in the log.
     */
    void moved(MessageState from, MessageState to) {
        if (isCounted(from)) {
            present[from.ordinal()].down();
        }
        if (isCounted(to)) {
            present[to.ordinal()].up();
        }
    }

    private static boolean isCounted(MessageState state) {
        return state == MessageState.READY || state == MessageState.DELAYED || state == MessageState.IN_FLIGHT;
    }

    @Override
    public long filtered() {
        return filtered.get();
    }

    @Override
    public long overfilled() {
        return overfilled.get();
    }

    @Override
    public long delivered() {
        return delivered.get() + log.came();
    }

    @Override
    public long received() {
        return received.get() + log.taken();
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
        return Duration.ofNanos(lookup.oldestAge());
    }

    @Override
    public int receivable() {
        return lookup.receivable();
    }

    @Override
    public String toString() {
        return "subscription '" + subscription + "' on '" + destination + "': accepted " + accepted() + ", settled "
                + settled() + ", dead-lettered " + deadLettered() + ", dropped " + dropped() + ", ready " + ready()
                + ", delayed "
                + delayed() + ", in flight " + inFlight();
    }
}
