package dev.simbroker;

import java.util.Objects;

/** A publisher within this JVM. */
final class LocalPublisher<T> implements Publisher<T> {

    private final LocalBroker broker;
    private final String name;
    private final Topic<T> topic;
    /** For publications that have no other headers, which are most. */
    private final Headers headers;

    LocalPublisher(LocalBroker broker, String name, Topic<T> topic) {
        this.broker = broker;
        this.name = name;
        this.topic = Objects.requireNonNull(topic, "topic");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a publisher's name must not be blank: '" + name + "'");
        }
        this.headers = Headers.NONE.with(Message.PUBLISHER, name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Topic<T> topic() {
        return topic;
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
        return broker.publish(
                publication,
                publication.headers().isEmpty()
                        ? headers
                        : Headers.copyOf(publication.headers()).with(Message.PUBLISHER, name));
    }

    @Override
    public String toString() {
        return "publisher '" + name + "' of " + topic;
    }
}
