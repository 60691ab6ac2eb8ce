package dev.simbroker;

/**
 * The code that handles a message, see {@link MessageBroker#consume}.
 *
 * <p>What it throws fails the attempt, on any clock: the message is delivered again, or goes to the dead letters at its
 * limit; delivered at most once, it is dropped with the reason {@link RemovalReason#HANDLER_FAILED}. The failure is
 * told to {@linkplain BrokerListener#handled listeners}, stands in the {@linkplain Attempt#failure history}, and is
 * logged: at WARN when the message is given up, at DEBUG when it will come again. The worker goes on with the next
 * message. So it does if the handler throws an {@link InterruptedException} although its consumer is open, or leaves
 * the interrupt status of its thread set, which fails the attempt too.
 *
 * <p>In a simulation, where a test should see them at once, an {@link Error}, an assertion's for example, and an
 * interrupt status that is left set also end the run.
 *
 * @param <T> the type of the payloads
 */
@FunctionalInterface
public interface MessageHandler<T> {

    /**
     * Handles a message, which is acknowledged when this returns. The handler may settle it itself.
     *
     * @throws Exception to have it delivered again; with at most once, it is gone
     */
    void handle(Delivery<T> delivery) throws Exception;
}
