package dev.simbroker;

/**
 * The code that handles a message, see {@link MessageBroker#consume}.
 *
 * @param <T> the type of the payloads
 */
@FunctionalInterface
public interface MessageHandler<T> {

    /**
     * Handles a message, which is acknowledged when this returns. The handler may settle it itself.
     *
     * @throws Exception to have it delivered again
     */
    void handle(Delivery<T> delivery) throws Exception;
}
