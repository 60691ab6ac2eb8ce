package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.testing.BrokerFixture;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Members of a group are told apart by name and weight, and dead letters by what their messages were told apart by. */
class GroupNamesTest extends BrokerFixture {

    private static final Subscription QUEUE = Subscription.named("q").atLeastOnce();

    /** By key, two of one name had the same keys by rights, and one of them starved. */
    @Test
    void automaticNames_stepAside_forNamesThatWereChosen() {
        var chosen = broker.subscribe(ORDERS, QUEUE, Member.named("q-2"));
        var names = new TreeSet<String>();
        for (int n = 0; n < 4; n++) {
            names.add(broker.subscribe(ORDERS, QUEUE).name());
        }

        assertThat(chosen.name()).isEqualTo("q-2");
        assertThat(names).containsExactly("q", "q-3", "q-4", "q-5");
    }

    @Test
    void chosenNameThatIsTaken_isRefused() {
        broker.subscribe(ORDERS, QUEUE);
        broker.subscribe(ORDERS, QUEUE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker.subscribe(ORDERS, QUEUE, Member.named("q-2")))
                .withMessage("subscription 'q' on topic 'orders' has a member 'q-2' already");
    }

    @Test
    void greatWeights_shareInProportion() {
        var weighted = QUEUE.assignment(Assignment.WEIGHTED);
        var heavy = broker.subscribe(ORDERS, weighted, Member.named("heavy").weight(2_000_000_000));
        var light = broker.subscribe(ORDERS, weighted, Member.named("light").weight(500_000_000));

        for (int n = 0; n < 1_000; n++) {
            publish("" + n);
        }

        assertThat(received(heavy)).hasSize(800);
        assertThat(received(light)).hasSize(200);
    }

    @Test
    void deadLetters_haveKeyHeadersAndPriority_soThatFiltersAndKeysWorkOnThem() {
        var urgent = broker.subscribe(DEAD, Subscription.named("urgent").filter(Filter.header("urgent", "yes")));
        var byKey = broker.subscribe(
                DEAD, Subscription.named("by key").atLeastOnce().assignment(Assignment.BY_KEY));
        var work = broker.subscribe(ORDERS, QUEUE.deadLetter(DEAD));
        for (int n = 1; n <= 3; n++) {
            broker.tryPublish(Publication.of(ORDERS, "order " + n)
                    .key("customer 7")
                    .header("urgent", n == 2 ? "yes" : "no")
                    .priority(4));
            work.tryReceive().orElseThrow().reject();
        }

        assertThat(urgent.tryReceive().orElseThrow().payload().message().payload())
                .isEqualTo("order 2");
        assertThat(urgent.tryReceive()).isEmpty();
        var first = byKey.tryReceive().orElseThrow();
        assertThat(byKey.tryReceive()).as("the next one of the same customer").isEmpty();
        assertThat(first.message().key()).contains("customer 7");
        assertThat(first.message().priority()).isEqualTo(4);
        assertThat(new HashMap<>(first.message().headers())).isEqualTo(Map.of("urgent", "no"));
    }

    @Test
    void theLastRetainedMessages_areTheLastThatPassTheFilter() {
        broker.retain(ORDERS, Retention.last(10));
        publish("a 1", "b 1", "a 2", "b 2", "a 3", "b 3");

        var late = broker.subscribe(
                ORDERS,
                Subscription.named("late")
                        .filter(Filter.of(
                                "a", message -> message.payload().toString().startsWith("a")))
                        .fromLast(2));

        assertThat(received(late)).containsExactly("a 2", "a 3");
    }
}
