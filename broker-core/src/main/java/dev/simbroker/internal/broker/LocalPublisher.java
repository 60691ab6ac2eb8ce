package dev.simbroker.internal.broker;

import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Publisher;
import dev.simbroker.Topic;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.Headers;
import java.util.Objects;

/** A publisher within this JVM. */
final class LocalPublisher<T> implements Publisher<T> {

    private final LocalBroker broker;
    private final String name;
    private final Topic<T> topic;
    /** Of publications that say nothing themselves, which are most. */
    private final Attributes attributes;

    LocalPublisher(LocalBroker broker, String name, Topic<T> topic) {
        this.broker = broker;
        this.name = name;
        this.topic = Objects.requireNonNull(topic, "topic");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a publisher's name must not be blank: '" + name + "'");
        }
        this.attributes = Attributes.NONE.withHeaders(Headers.NONE.with(Message.PUBLISHER, name));
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
        return broker.publish(topic, payload, attributes);
    }

    @Override
    public PublishResult publish(long sequence, T payload) throws InterruptedException {
        return broker.publish(topic, payload, attributes.withId(name + "/" + sequence));
    }

    @Override
    public PublishResult publish(Publication<T> publication) throws InterruptedException {
        if (!publication.topic().equals(topic)) {
            throw new IllegalArgumentException(
                    "publisher '" + name + "' publishes to " + topic + ", not to " + publication.topic());
        }
        return broker.publish(topic, publication.payload(), withName(Attributes.of(publication)));
    }

    private Attributes withName(Attributes said) {
        if (said.equals(Attributes.NONE)) {
            return attributes;
        }
        return said.withHeaders(
                said.headers().isEmpty()
                        ? attributes.headers()
                        : Headers.copyOf(said.headers()).with(Message.PUBLISHER, name));
    }

    @Override
    public String toString() {
        return "publisher '" + name + "' of " + topic;
    }
}
