package dev.simbroker;

/**
 * Publications and acknowledgements that happen as one, see {@link Broker#transaction}. Belongs to the process that
 * runs its body, and to that body.
 */
public interface Transaction {

    /** Publishes a message when the transaction commits. */
    <T> void publish(Publication<T> publication);

    /** Publishes {@code payload} when the transaction commits. */
    default <T> void publish(Topic<T> topic, T payload) {
        publish(Publication.of(topic, payload));
    }

    /** Acknowledges a delivery when the transaction commits. */
    void ack(Delivery<?> delivery);
}
