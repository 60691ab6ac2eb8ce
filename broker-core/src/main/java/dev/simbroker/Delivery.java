package dev.simbroker;

import java.time.Duration;

/**
 * One attempt to hand one message to one subscriber.
 *
 * @param <T> what the message carries
 */
public interface Delivery<T> {

    /** The message. */
    Message<T> message();

    /** The name of the subscription that it is delivered to. */
    String subscription();

    /** The number of this attempt, from 1. */
    int attempt();

    /** From the message's publication to its receipt, or to now if it has not been received. */
    Duration latency();

    /** What the message carries. */
    default T payload() {
        return message().payload();
    }
}
