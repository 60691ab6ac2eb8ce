package dev.simbroker;

import java.time.Duration;
import java.util.List;

/**
 * One attempt to hand one message to one subscriber.
 *
 * <p>Unless the subscription delivers at most once, the message is on lease: it must be {@linkplain #ack acknowledged}
 * in time, or it is delivered again. The lease begins at receipt, not at publication: a message that merely waits in a
 * queue is in no danger of being delivered twice. A settlement that comes too late, or twice, changes nothing, as
 * its {@link Settlement} says. May be used by every process of the broker's scheduler.
 *
 * @param <T> the type of the payload
 */
public interface Delivery<T> {

    /** The message; the same object each time. */
    Message<T> message();

    /** The name of the subscription that it is delivered to. */
    String subscription();

    /** The name of the subscriber that received it. */
    String subscriber();

    /** The statistics of that subscription. */
    SubscriptionStatistics statistics();

    /** The number of this attempt, from 1. */
    int attempt();

    /** The attempts before this one, in order; the last {@value DeadLetter#LONGEST_HISTORY} of them. */
    List<Attempt> history();

    /**
     * The time from the message's publication to its receipt.
     *
     * @throws IllegalStateException if the broker was built {@linkplain Broker.Builder#withoutLatency without it}
     */
    Duration latency();

    /** The payload of the message. */
    default T payload() {
        return message().payload();
    }

    /** Settles the message: it will not be delivered to this subscription again. */
    Settlement ack();

    /** Returns the message, to be delivered again after the subscription's backoff. */
    Settlement nack();

    /**
     * Returns the message, to be delivered again after {@code delay}.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    Settlement nack(Duration delay);

    /** Gives up on the message: it goes to the dead-letter topic, or is dropped if there is none. */
    Settlement reject();

    /**
     * Renews the lease: it now ends {@code lease} from now.
     *
     * @throws IllegalArgumentException if {@code lease} is not greater than zero
     */
    Settlement extend(Duration lease);
}
