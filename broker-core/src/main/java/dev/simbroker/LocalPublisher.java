package dev.simbroker;

import java.util.Map;
import java.util.Optional;

/** A publisher within this JVM. */
record LocalPublisher<T>(LocalBroker broker, String name, Topic<T> topic, Map<String, String> headers)
        implements Publisher<T> {

    LocalPublisher(LocalBroker broker, String name, Topic<T> topic) {
        this(broker, name, topic, Map.of(Message.PUBLISHER, name));
        if (name.isBlank()) {
            throw new IllegalArgumentException("a publisher's name must not be blank: '" + name + "'");
        }
    }

    @Override
    public PublishResult publish(T payload) throws InterruptedException {
        return broker.publish(new Publication<>(topic, payload, Optional.empty(), headers));
    }
}
