package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Filter;
import dev.simbroker.Message;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.Topic;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Listeners see every event in order, once, and whatever they and filters do loses, doubles and holds up nothing. */
interface ListenerContract extends BrokerKit {

    /** What foreign code may throw. */
    List<Supplier<Throwable>> THROWABLES = List.of(
            () -> new IllegalStateException("on purpose"),
            () -> new AssertionError("on purpose"),
            () -> new StackOverflowError("on purpose"),
            () -> new OutOfMemoryError("on purpose"),
            () -> new InterruptedException("on purpose"),
            () -> new NoClassDefFoundError("on purpose"));

    // ---- order ----

    /** Otherwise a subscription that comes later in the fan-out would have the nested message first. */
    @Test
    default void aPublicationInAListener_changesTheBrokerAtOnce_andIsToldAfterTheOuterOne() {
        var results = new CopyOnWriteArrayList<PublishResult>();
        Subscriber<String> first = broker().subscribe(ORDERS, Subscription.named("first"));
        Subscriber<String> second = broker().subscribe(ORDERS, Subscription.named("second"));
        broker().addListener(new BrokerListener() {
            @Override
            public void delivered(Message<?> message, SubscriptionStatistics subscription) {
                if (message.payload().equals("outer")
                        && subscription.subscription().equals("first")) {
                    results.add(broker().tryPublish(ORDERS, "nested"));
                    results.add(broker().tryPublish(USERS, "nobody"));
                }
            }
        });
        EventLog log = listen();

        publish("outer");

        assertThat(results).containsExactly(new PublishResult.Accepted(2, 2), new PublishResult.Unrouted(3));
        assertThat(log.events())
                .containsExactly(
                        "published outer",
                        "delivered outer to first",
                        "delivered outer to second",
                        "published nested",
                        "delivered nested to first",
                        "delivered nested to second",
                        "published nobody",
                        "unrouted nobody");
        assertThat(drain(first)).containsExactly("outer", "nested");
        assertThat(drain(second)).containsExactly("outer", "nested");
    }

    @Test
    default void aListenerThatPublishesAtEachPublication_neverRecurses() {
        Subscriber<String> orders = broker().subscribe(ORDERS);
        broker().addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                int number = Integer.parseInt((String) message.payload());
                if (number < 5_000) {
                    publish("" + (number + 1));
                }
            }
        });

        publish("1");

        assertThat(drain(orders)).hasSize(5_000).startsWith("1", "2", "3").endsWith("5000");
    }

    /** Without a limit they would go on for ever, in a test that seems to hang, whatever they do. */
    @Test
    default void aListenerThatCausesItsOwnEvents_isRefusedInTheEnd() {
        Subscriber<String> orders = broker().subscribe(ORDERS);
        Subscriber<String> users = broker().subscribe(
                        USERS, Subscription.named("users").atLeastOnce().deliveryLimit(Subscription.UNLIMITED));
        broker().tryPublish(USERS, "poison");
        var refusals = new CopyOnWriteArrayList<String>();
        broker().addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                untilRefused(() -> publish("again"));
            }

            @Override
            public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
                untilRefused(() -> users.tryReceive().ifPresent(Delivery::nack));
            }

            @Override
            public void subscribed(Subscriber<?> subscriber) {
                untilRefused(() -> {
                    subscriber.close();
                    broker().subscribe(USERS);
                });
            }

            private void untilRefused(Runnable deed) {
                try {
                    deed.run();
                } catch (IllegalStateException e) {
                    refusals.add(String.valueOf(e.getMessage()));
                }
            }
        });

        publish("first");
        next(users).nack();
        broker().subscribe(USERS);

        assertThat(refusals)
                .hasSize(3)
                .allMatch(refusal -> refusal.contains("does at each event what makes it be told again, 10000 times"));
        assertThat(drain(orders)).hasSize(10_001);
        assertThat(next(users).payload()).isEqualTo("poison");
    }

    @Test
    default void aListenerThatComesOrGoesWhileEventsAreTold_seesWhatHappensWhileItListens() {
        EventLog late = new EventLog();
        EventLog early = new EventLog();
        broker().addListener(new BrokerListener() {
            @Override
            public void published(Message<?> message) {
                if (message.payload().equals("1")) {
                    publish("nested");
                    broker().addListener(late);
                    broker().removeListener(early);
                }
            }
        });
        broker().addListener(early);

        publish("1", "2");

        assertThat(early.events()).isEmpty();
        assertThat(late.events()).containsExactly("published 2", "unrouted 2");
    }

    // ---- listeners that fail ----

    /** A listener that throws at the nth event, for each n and each kind of failure. */
    @Test
    default void whateverAListenerThrows_atWhateverEvent_changesNothing() {
        requires(Feature.DEAD_LETTERS, Feature.OVERFLOW_REJECT);
        List<String> undisturbed = everyEvent();
        var thrower = new Thrower();
        broker().addListener(thrower.listener());
        for (Supplier<Throwable> kind : THROWABLES) {
            int at = 1;
            do {
                thrower.arm(at++, kind);
                assertThat(everyEvent()).as("%s at event %d", kind.get(), at).isEqualTo(undisturbed);
            } while (thrower.hasThrown());
            assertThat(at).as("the number of events").isGreaterThan(20);
        }
    }

    /** Throws at one event of whatever kind. */
    final class Thrower {

        private int left;
        private Supplier<Throwable> kind = AssertionError::new;

        void arm(int at, Supplier<Throwable> what) {
            left = at;
            kind = what;
        }

        boolean hasThrown() {
            return left <= 0;
        }

        /** A listener to all events. */
        BrokerListener listener() {
            return (BrokerListener) Proxy.newProxyInstance(
                    BrokerListener.class.getClassLoader(),
                    new Class<?>[] {BrokerListener.class},
                    (proxy, method, of) -> {
                        if (method.getDeclaringClass() != BrokerListener.class) {
                            return method.invoke(this, of);
                        }
                        if (--left == 0) {
                            throw kind.get();
                        }
                        return null;
                    });
        }
    }

    /** Makes nearly every kind of event happen, without waiting, and answers what came of each step. */
    private List<String> everyEvent() {
        var work = Subscription.named("work").atLeastOnce().deliveryLimit(2).deadLetter(DEAD);
        var results = new ArrayList<String>();
        Subscriber<String> orders = broker().subscribe(ORDERS, work.autoDelete());
        Subscriber<String> narrow =
                broker().subscribe(ORDERS, Subscription.named("narrow").capacity(1, Overflow.REJECT));
        Subscriber<DeadLetter> letters =
                broker().subscribe(DEAD, Subscription.named("letters").autoDelete());
        Publication<String> once = Publication.of(ORDERS, "once").deduplicationId("once " + ROUNDS.incrementAndGet());

        results.add(kind(broker().tryPublish(once)));
        results.add(kind(broker().tryPublish(once)));
        results.add(kind(broker().tryPublish(Publication.of(ORDERS, "too much"))));
        results.add(kind(broker().tryPublish(Publication.of(USERS, "nobody"))));
        results.add("narrow got " + drain(narrow));
        results.add(kind(broker().tryPublish(Publication.of(ORDERS, "again"))));
        results.add("nack " + next(orders).nack());
        results.add("reject " + next(orders).reject());
        results.add("ack " + next(orders).ack());
        results.add("letters " + receiveAll(letters).size());
        results.add(ConservationLaw.of(orders.statistics()));
        results.add(ConservationLaw.of(narrow.statistics()));
        orders.close();
        narrow.close();
        letters.close();
        results.add("deleted " + broker().deleteSubscription(ORDERS, "narrow"));
        results.add("left " + broker().subscriptions());
        return results;
    }

    AtomicInteger ROUNDS = new AtomicInteger();

    private static String kind(PublishResult result) {
        return result.getClass().getSimpleName();
    }

    /** A log line with a payload that contains itself is all it takes. */
    @Test
    default void aListenerThatOverflowsTheStack_losesNoMessage() {
        class Node {
            private final Node peer = this;

            @Override
            public String toString() {
                return "a node beside " + peer;
            }
        }
        run(() -> {
            var topic = Topic.of("nodes", Node.class);
            Subscriber<Node> billing =
                    broker().subscribe(topic, Subscription.named("billing").atLeastOnce(ticks(3)));
            var lines = new ArrayList<String>();
            broker().addListener(new BrokerListener() {
                @Override
                public void delivered(Message<?> message, SubscriptionStatistics subscription) {
                    lines.add("delivered " + message.payload());
                }

                @Override
                public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
                    lines.add("redelivering " + delivery.payload());
                }
            });

            broker().publish(topic, new Node());
            billing.receive().nack();
            assertThat(billing.receive().attempt()).isEqualTo(2);
            assertThat(billing.receive().attempt())
                    .as("after the end of its lease")
                    .isEqualTo(3);

            assertThat(lines).isEmpty();
            assertLaw(billing, "1 = 1 in flight");
        });
    }

    // ---- filters ----

    @Test
    default void whateverAFilterThrows_thePublisherIsTold_andNothingHasHappened() {
        requires(Feature.FILTERS);
        var armed = new AtomicReference<Optional<Throwable>>(Optional.empty());
        Subscriber<String> first = broker().subscribe(ORDERS, Subscription.named("first"));
        Subscriber<String> filtered = broker().subscribe(
                        ORDERS, Subscription.named("filtered").filter(Filter.of("throws", message -> {
                            if (armed.get().isPresent()) {
                                throw ListenerContract.<RuntimeException>sneaky(
                                        armed.get().get());
                            }
                            return true;
                        })));
        for (Supplier<Throwable> kind : THROWABLES) {
            Throwable thrown = kind.get();
            armed.set(Optional.of(thrown));

            assertThat(catchThrowable(() -> broker().tryPublish(ORDERS, "a"))).isSameAs(thrown);

            armed.set(Optional.empty());
            assertThat(receiveAll(first)).isEmpty();
            assertThat(kind(broker().tryPublish(Publication.of(ORDERS, "b")))).isEqualTo("Accepted");
            assertThat(drain(first)).containsExactly("b");
            assertThat(drain(filtered)).containsExactly("b");
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so that the compiler sees no checked exception
    private static <X extends Throwable> X sneaky(Throwable any) throws X {
        throw (X) any;
    }

    /** It is asked in the midst of a publication, so it may only look. */
    @Test
    default void aFilterThatUsesTheBroker_isRefused_byName() {
        requires(Feature.FILTERS);
        Subscriber<String> users =
                broker().subscribe(USERS, Subscription.named("users").atLeastOnce());
        var deed = new AtomicReference<Runnable>(() -> {});
        broker().createSubscription(ORDERS, Subscription.named("nosy").filter(Filter.of("nosy", message -> {
            deed.get().run();
            return true;
        })));
        List<Runnable> deeds = List.of(
                () -> broker().tryPublish(USERS, "a"),
                () -> broker().subscribe(USERS),
                () -> broker().createSubscription(USERS, Subscription.named("more")),
                () -> broker().deleteSubscription(USERS, "users"),
                users::tryReceive,
                users::close,
                () -> broker().subscriptions(),
                () -> broker().close());
        broker().tryPublish(USERS, "there");
        for (Runnable each : deeds) {
            deed.set(each);

            assertThat(catchThrowable(() -> broker().tryPublish(ORDERS, "b")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the filter of subscription 'nosy' on topic 'orders' must not use broker");
        }
        deed.set(() -> {});
        assertThat(kind(broker().tryPublish(Publication.of(ORDERS, "c")))).isEqualTo("Accepted");
        assertThat(drain(users)).containsExactly("there");
    }
}
