package dev.simbroker;

/**
 * What is done with a message, see {@link MessageBroker#consume}.
 *
 * @param <T> what the messages carry
 */
@FunctionalInterface
public interface MessageHandler<T> {

    /**
     * Deals with a message, which is acknowledged when this returns. The handler may settle it itself.
     *
     * @throws Exception to have it delivered again
     */
    void handle(Delivery<T> delivery) throws Exception;
}
