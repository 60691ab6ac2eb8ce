package dev.simbroker;

import java.util.Objects;

/** A publisher within this JVM. */
record LocalPublisher<T>(LocalBroker broker, String name, Topic<T> topic) implements Publisher<T> {

    LocalPublisher {
        Objects.requireNonNull(topic, "topic");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a publisher's name must not be blank: '" + name + "'");
        }
    }

    @Override
    public PublishResult publish(T payload) throws InterruptedException {
        return publish(Publication.of(topic, payload));
    }

    @Override
    public PublishResult publish(long sequence, T payload) throws InterruptedException {
        return publish(Publication.of(topic, payload).withId(name + "/" + sequence));
    }

    @Override
    public PublishResult publish(Publication<T> publication) throws InterruptedException {
        if (!publication.topic().equals(topic)) {
            throw new IllegalArgumentException(
                    "publisher '" + name + "' publishes to " + topic + ", not to " + publication.topic());
        }
        return broker.publish(publication.withHeader(Message.PUBLISHER, name));
    }
}
