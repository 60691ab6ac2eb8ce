package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.queue.MailboxClosedException;
import dev.simbroker.queue.Select;
import dev.simbroker.queue.Source;
import dev.simbroker.queue.spi.SourceSpi.Signal;
import dev.simbroker.testing.Stage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Signals of somebody else's, in the middle of a change of a mailbox or broker, harm nobody, whatever they throw.
 *
 * <p>The story: one that threw, or null in its place, made every later publication throw, half done.
 */
abstract class ForeignSignalContract {

    /** A way in which a signal fails. */
    enum Fault implements Signal {
        EXCEPTION {
            @Override
            public void ready() {
                throw new IllegalStateException("a signal's exception");
            }
        },
        ERROR {
            @Override
            public void ready() {
                throw new AssertionError("a signal's error");
            }
        },
        STACK_OVERFLOW {
            @Override
            @SuppressWarnings("InfiniteRecursion")
            public void ready() {
                ready();
            }
        };

        @Override
        public String toString() {
            throw new IllegalStateException("it cannot even say who it is");
        }
    }

    /** What a select and a signal can watch: a subscription in each of its forms. */
    enum Kind {
        FROM_THE_LOG,
        AT_LEAST_ONCE,
        ON_A_PATTERN,
        ON_TWO_TOPICS;

        Subscriber<String> subscribe(Broker broker) {
            Subscription settings = Subscription.named("watched");
            return switch (this) {
                case FROM_THE_LOG -> broker.subscribe(ORDERS, settings);
                case AT_LEAST_ONCE -> broker.subscribe(ORDERS, settings.atLeastOnce());
                case ON_A_PATTERN -> broker.subscribe(TopicPattern.of("*", String.class), settings.atLeastOnce());
                case ON_TWO_TOPICS ->
                    broker.subscribe(List.of(ORDERS, Topic.of("more", String.class)), settings.atLeastOnce());
            };
        }
    }

    private final Stage stage;
    private final Broker broker;
    private final List<String> selected = new CopyOnWriteArrayList<>();

    ForeignSignalContract(Stage stage) {
        this.stage = stage;
        this.broker = Broker.builder(stage.scheduler()).audited().build();
    }

    @AfterEach
    void closeStage() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void mailbox_goesOn_afterASignalThatFails(Fault fault) {
        Mailbox<String> mailbox = Mailbox.bounded(stage.scheduler(), "letters", 1);
        mailbox.spi().register(fault);
        mailbox.add("a");
        stage.spawn("putter", () -> mailbox.put("b"));
        stage.spawn("select", () -> select(mailbox));

        stage.run();
        mailbox.close();
        stage.run();

        assertThat(selected).containsExactly("a", "b", "closed");
        assertThat(mailbox.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void publication_isComplete_althoughASignalFails(Fault fault) {
        for (Kind kind : Kind.values()) {
            try (var own = Broker.builder(stage.scheduler()).audited().build()) {
                publishBeside(fault, kind, own);
            }
        }
    }

    private void publishBeside(Fault fault, Kind kind, Broker own) {
        Subscriber<String> before =
                own.subscribe(ORDERS, Subscription.named("before").atLeastOnce());
        Subscriber<String> watched = kind.subscribe(own);
        Subscriber<String> after =
                own.subscribe(ORDERS, Subscription.named("after").atLeastOnce());
        watched.spi().register(fault);

        for (String payload : List.of("a", "b")) {
            assertThat(own.tryPublish(ORDERS, payload)).as("with %s", kind).isInstanceOf(PublishResult.Accepted.class);
        }

        for (Subscriber<String> subscriber : List.of(before, watched, after)) {
            assertThat(received(subscriber)).as("with %s", kind).containsExactly("a", "b");
        }
        watched.close();
        assertThat(own.subscriptions())
                .allSatisfy(statistics -> assertThat(statistics.accepted())
                        .as("%s with %s", statistics, kind)
                        .isEqualTo(statistics.settled()
                                + statistics.deadLettered()
                                + statistics.dropped()
                                + statistics.ready()
                                + statistics.delayed()
                                + statistics.inFlight()));
    }

    @ParameterizedTest
    @EnumSource
    void selectBesideASignalThatFails_isToldOfEachMessage(Fault fault) {
        Subscriber<String> orders =
                broker.subscribe(ORDERS, Subscription.named("orders").atLeastOnce());
        orders.spi().register(fault);
        stage.spawn("select", () -> {
            try (Select<Delivery<String>> select = Select.of(stage.scheduler(), List.of(orders))) {
                for (int n = 0; n < 3; n++) {
                    Delivery<String> next = select.select().element();
                    selected.add(next.payload() + next.attempt());
                    if (n == 0) {
                        next.nack();
                    } else {
                        next.ack();
                    }
                }
            }
        });
        stage.at(1, () -> broker.tryPublish(ORDERS, "a"));
        stage.at(2, () -> broker.tryPublish(ORDERS, "b"));

        stage.run();

        assertThat(selected).containsExactly("a1", "a2", "b1");
    }

    @Test
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // what is refused
    void noSignal_isRefused_andNobodyHarmed() {
        Mailbox<String> mailbox = Mailbox.unbounded(stage.scheduler(), "letters");
        Subscriber<String> orders =
                broker.subscribe(ORDERS, Subscription.named("orders").atLeastOnce());
        for (Source<?> source : List.of(mailbox, orders)) {
            assertThatNullPointerException()
                    .isThrownBy(() -> source.spi().register(null))
                    .withMessage("signal");
        }

        assertThat(mailbox.add("a")).isTrue();
        assertThat(broker.tryPublish(ORDERS, "a")).isInstanceOf(PublishResult.Accepted.class);
        assertThat(received(orders)).containsExactly("a");
    }

    private void select(Mailbox<String> mailbox) throws InterruptedException {
        try (Select<String> select = Select.of(stage.scheduler(), List.of(mailbox))) {
            while (true) {
                selected.add(select.select().element());
            }
        } catch (MailboxClosedException e) {
            selected.add("closed");
        }
    }

    private static List<String> received(Subscriber<String> subscriber) {
        return Stream.generate(subscriber::tryReceive)
                .takeWhile(next -> next.isPresent())
                .map(next -> next.orElseThrow().payload())
                .toList();
    }
}
