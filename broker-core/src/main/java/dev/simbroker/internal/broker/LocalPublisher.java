package dev.simbroker.internal.broker;

import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Publisher;
import dev.simbroker.Topic;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.Headers;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.Objects;

/** A publisher within this JVM. */
final class LocalPublisher<T> implements Publisher<T> {

    private final LocalBroker broker;
    private final String name;
    private final Topic<T> topic;
    /** What publications of a payload alone share. */
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
        return broker.publish(topic, payload, attributes, Scheduler.FOREVER);
    }

    @Override
    public PublishResult publish(long sequence, T payload) throws InterruptedException {
        return broker.publish(topic, payload, attributes.withDeduplicationId(name + "/" + sequence), Scheduler.FOREVER);
    }

    @Override
    public PublishResult publish(Publication<T> publication) throws InterruptedException {
        return broker.publish(topic, publication.payload(), named(publication), Scheduler.FOREVER);
    }

    @Override
    public PublishResult publish(Publication<T> publication, Duration timeout) throws InterruptedException {
        return broker.publish(topic, publication.payload(), named(publication), broker.publicationDeadline(timeout));
    }

    @Override
    public PublishResult tryPublish(T payload) {
        return broker.tryPublish(topic, payload, attributes);
    }

    @Override
    public PublishResult tryPublish(Publication<T> publication) {
        return broker.tryPublish(topic, publication.payload(), named(publication));
    }

    /** The attributes of a publication, with this publisher's name. */
    private Attributes named(Publication<T> publication) {
        if (!publication.topic().equals(topic)) {
            throw new IllegalArgumentException(
                    "publisher '" + name + "' publishes to " + topic + ", not to " + publication.topic());
        }
        Attributes own = Attributes.of(publication);
        if (own.equals(Attributes.NONE)) {
            return attributes;
        }
        return own.withHeaders(
                own.headers().isEmpty()
                        ? attributes.headers()
                        : Headers.copyOf(own.headers()).with(Message.PUBLISHER, name));
    }

    @Override
    public String toString() {
        return "publisher '" + name + "' of " + topic;
    }
}
