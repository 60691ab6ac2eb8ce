package dev.simbroker.demo;

import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Guarantee;
import dev.simbroker.Member;
import dev.simbroker.Publication;
import dev.simbroker.Publisher;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.Topic;
import dev.simbroker.demo.Scenario.PublisherSpec;
import dev.simbroker.demo.Scenario.SubscriberSpec;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A running scenario: its publishers and subscribers as processes on one broker. */
final class Model implements AutoCloseable {

    private final Simulation simulation;
    private final Broker broker;
    private final Set<String> deadLetterTopics;
    /** Whether messages carry deduplication ids. */
    private final boolean numbered;
    /** Receives what the broker cannot report: crashes and restarts of subscribers. */
    private Consumer<String> notes = note -> {};

    Model(Scenario scenario, long seed) {
        simulation = Simulation.builder().seed(seed).build();
        broker = Broker.create(simulation);
        deadLetterTopics = scenario.deadLetterTopics();
        numbered = scenario.subscribers().stream()
                .anyMatch(spec -> spec.subscription().guarantee() == Guarantee.EXACTLY_ONCE);
        scenario.publishers().forEach(this::start);
        scenario.subscribers().forEach(this::start);
    }

    void onNote(Consumer<String> newNotes) {
        notes = newNotes;
    }

    // ---- publishers ----

    private void start(PublisherSpec spec) {
        var publisher = broker.publisher(spec.name(), Topic.of(spec.topic(), String.class));
        simulation.spawn(spec.name(), () -> publish(publisher, spec));
    }

    private void publish(Publisher<String> publisher, PublisherSpec spec) throws InterruptedException {
        if (!spec.startAt().isZero()) { // even a sleep of zero would let others go first
            simulation.sleep(spec.startAt());
        }
        for (long n = 1; n <= spec.count(); n++) {
            publisher.publish(publication(publisher, spec, n));
            if (n % spec.burst() == 0) {
                simulation.sleep(spec.interval());
            }
        }
    }

    private Publication<String> publication(Publisher<String> publisher, PublisherSpec spec, long n) {
        var publication = Publication.of(publisher.topic(), "Message " + n + " from " + publisher.name());
        if (!spec.keys().isEmpty()) {
            publication =
                    publication.key(spec.keys().get((int) ((n - 1) % spec.keys().size())));
        }
        if (!spec.delay().isZero()) {
            publication = publication.delay(spec.delay());
        }
        if (spec.timeToLive().isPresent()) {
            publication = publication.timeToLive(spec.timeToLive().get());
        }
        return numbered ? publication.deduplicationId(publisher.name() + "/" + n) : publication;
    }

    // ---- subscribers ----

    private void start(SubscriberSpec spec) {
        for (String member : spec.memberNames()) {
            start(spec, member);
        }
    }

    private void start(SubscriberSpec spec, String member) {
        var subscriber = subscribe(spec, member);
        var process = simulation.spawn(member, () -> process(subscriber, spec));
        spec.crashAt().filter(time -> time.compareTo(simulation.elapsed()) >= 0).ifPresent(crashAt -> {
            at(crashAt, () -> {
                notes.accept(member + " crashed");
                process.interrupt();
                subscriber.crash();
            });
            spec.restartAt()
                    .ifPresent(restartAt -> at(restartAt, () -> {
                        notes.accept(member + " restarted");
                        start(spec, member);
                    }));
        });
    }

    private void at(Duration time, Runnable task) {
        simulation.schedule(time.minus(simulation.elapsed()), task);
    }

    private Subscriber<Object> subscribe(SubscriberSpec spec, String member) {
        List<Topic<?>> topics =
                spec.topics().stream().<Topic<?>>map(this::topic).toList();
        return broker.subscribe(topics, spec.subscription(), Member.named(member));
    }

    private Topic<?> topic(String name) {
        return deadLetterTopics.contains(name) ? Topic.of(name, DeadLetter.class) : Topic.of(name, String.class);
    }

    private void process(Subscriber<Object> subscriber, SubscriberSpec spec) throws InterruptedException {
        for (long attempt = 1; ; attempt++) {
            Delivery<?> delivery;
            try {
                delivery = subscriber.receive();
            } catch (SubscriptionClosedException e) {
                return; // the subscriber has crashed
            }
            simulation.sleep(spec.processing());
            if (spec.failEvery() == 0 || attempt % spec.failEvery() != 0) {
                settle(delivery, spec.subscription());
            }
        }
    }

    private void settle(Delivery<?> delivery, Subscription subscription) {
        if (subscription.guarantee() != Guarantee.AT_MOST_ONCE) {
            delivery.ack();
        }
    }

    // ---- accessors ----

    Simulation simulation() {
        return simulation;
    }

    Broker broker() {
        return broker;
    }

    @Override
    public void close() {
        simulation.close();
    }
}
