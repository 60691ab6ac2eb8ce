package dev.simbroker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A channel's figures: plain fields, which the channel writes under the broker's guard and anyone may read. */
final class Figures implements SubscriptionStatistics {

    private final String destination;
    private final String subscription;
    private final LongSupplier oldestAge;

    long accepted;
    long settled;
    final long[] deadLettered = new long[RemovalReason.values().length];
    final long[] dropped = new long[RemovalReason.values().length];
    final int[] present = new int[Entry.State.values().length];

    long delivered;
    long received;
    long acked;
    long nacked;
    long nackedWithDelay;
    long rejected;
    final long[] redelivered = new long[ReturnCause.values().length];

    Figures(String destination, String subscription, LongSupplier oldestAge) {
        this.destination = destination;
        this.subscription = subscription;
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
        return accepted;
    }

    @Override
    public long settled() {
        return settled;
    }

    @Override
    public long deadLettered(RemovalReason reason) {
        return deadLettered[reason.ordinal()];
    }

    @Override
    public long dropped(RemovalReason reason) {
        return dropped[reason.ordinal()];
    }

    @Override
    public int ready() {
        return present[Entry.State.READY.ordinal()];
    }

    @Override
    public int delayed() {
        return present[Entry.State.DELAYED.ordinal()];
    }

    @Override
    public int inFlight() {
        return present[Entry.State.IN_FLIGHT.ordinal()];
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long acked() {
        return acked;
    }

    @Override
    public long nacked() {
        return nacked;
    }

    @Override
    public long nackedWithDelay() {
        return nackedWithDelay;
    }

    @Override
    public long rejected() {
        return rejected;
    }

    @Override
    public long redelivered(ReturnCause cause) {
        return redelivered[cause.ordinal()];
    }

    @Override
    public Duration oldestAge() {
        return Duration.ofNanos(oldestAge.getAsLong());
    }

    @Override
    public String toString() {
        return "subscription '" + subscription + "' on '" + destination + "': accepted " + accepted + ", settled "
                + settled
                + ", dead-lettered " + deadLettered() + ", dropped " + dropped() + ", ready " + ready() + ", delayed "
                + delayed() + ", in flight " + inFlight();
    }
}
