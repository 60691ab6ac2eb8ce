package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.simbroker.Assignment;
import dev.simbroker.Attempt;
import dev.simbroker.Delivery;
import dev.simbroker.Member;
import dev.simbroker.Overflow;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Settlement;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Members join, leave and crash at any time: nothing is lost, and nothing is settled twice. */
interface MembershipContract extends BrokerKit {

    private List<Subscription> groups() {
        var groups = new ArrayList<Subscription>();
        var assignments = Map.of(
                Assignment.ROUND_ROBIN, Feature.ROUND_ROBIN,
                Assignment.LEAST_LOADED, Feature.LEAST_LOADED,
                Assignment.WEIGHTED, Feature.WEIGHTED,
                Assignment.BY_KEY, Feature.BY_KEY);
        for (Assignment assignment : Assignment.values()) {
            if (assignment == Assignment.SHARED || features().contains(assignments.get(assignment))) {
                groups.add(
                        Subscription.named("group-" + assignment).atLeastOnce().assignment(assignment));
            }
        }
        return groups;
    }

    @Test
    default void messages_waitForTheFirstMember() {
        for (Subscription group : groups()) {
            broker().createSubscription(ORDERS, group);
        }
        publish(3);
        for (Subscription group : groups()) {
            assertLaw(figures(group.name()), "3 = 3 ready");

            var member = broker().subscribe(ORDERS, group);

            assertThat(drain(member)).as("%s", group).containsExactly("1", "2", "3");
        }
    }

    @Test
    default void aMemberThatLeaves_leavesItsWaitingMessagesToTheOthers() {
        for (Subscription group : groups()) {
            var leaving = broker().subscribe(ORDERS, group);
            var staying = broker().subscribe(ORDERS, group);
            publish(6);

            leaving.close();

            assertThat(drain(staying)).as("%s", group).containsExactly("1", "2", "3", "4", "5", "6");
            assertLaw(staying, "6 = 6 settled");
            broker().deleteSubscription(ORDERS, group.name());
        }
    }

    @Test
    default void whenTheLastMemberLeaves_messagesWaitInOrderForTheNext() {
        for (Subscription group : groups()) {
            var last = broker().subscribe(ORDERS, group);
            publish("1", "2");
            next(last);
            last.close();
            publish("3");
            assertLaw(figures(group.name()), "3 = 3 ready");

            var next = broker().subscribe(ORDERS, group);

            assertThat(drain(next)).as("%s", group).containsExactly("1", "2", "3");
            broker().deleteSubscription(ORDERS, group.name());
        }
    }

    @Test
    default void aCrash_returnsWhatIsInFlight_withItsCause() {
        for (Subscription group : groups()) {
            var crashing = broker().subscribe(ORDERS, group);
            publish(2);
            List<Delivery<String>> lost = receiveAll(crashing);
            var other = broker().subscribe(ORDERS, group);

            crashing.crash();

            List<Delivery<String>> again = receiveAll(other);
            assertThat(again).as("%s", group).extracting(Delivery::payload).containsExactly("1", "2");
            assertThat(again).extracting(Delivery::attempt).containsOnly(2);
            assertThat(again.getFirst().history())
                    .extracting(Attempt::subscriber, Attempt::cause)
                    .containsExactly(tuple(crashing.name(), RedeliveryCause.CRASHED));
            assertThat(lost.getFirst().ack()).isInstanceOf(Settlement.Late.class);
            again.forEach(Delivery::ack);
            assertLaw(other, "2 = 2 settled");
            assertThat(figures(other).redelivered(RedeliveryCause.CRASHED)).isEqualTo(2);
            broker().deleteSubscription(ORDERS, group.name());
        }
    }

    @Test
    default void aProcessThatWaitsInAMemberThatLeaves_isToldSo_andTheNextMessageIsForOthers() {
        run(() -> {
            var leaving = broker().subscribe(ORDERS, Subscription.named("group"));
            var staying = broker().subscribe(ORDERS, Subscription.named("group"));
            var told = new CopyOnWriteArrayList<Class<?>>();
            spawn("waits", () -> {
                try {
                    leaving.receive();
                } catch (SubscriptionClosedException e) {
                    told.add(e.getClass());
                }
            });
            settleDown();

            leaving.close();
            publish("1");
            settleDown();

            assertThat(told).containsExactly(SubscriptionClosedException.class);
            assertThat(drain(staying)).containsExactly("1");
        });
    }

    // ---- other settings ----

    @Test
    default void joiningWithOtherSettings_namesTheDifference() {
        var settings = Subscription.named("group").atLeastOnce(ticks(30));
        broker().createSubscription(ORDERS, settings);

        assertDifference(settings.atLeastOnce(ticks(31)), "lease", ticks(30), ticks(31));
        assertDifference(settings.deliveryLimit(7), "deliveryLimit", 5, 7);
        assertDifference(settings.atMostOnce(), "guarantee", "AT_LEAST_ONCE", "AT_MOST_ONCE");
        assertDifference(settings.capacity(3, Overflow.BLOCK), "capacity", Integer.MAX_VALUE, 3);
        assertDifference(settings.maxInFlight(2), "maxInFlight", Integer.MAX_VALUE, 2);
        assertDifference(settings.assignment(Assignment.BY_KEY), "assignment", "SHARED", "BY_KEY");
        assertDifference(settings.autoDelete(), "autoDelete", false, true);
        assertThat(broker().subscribers()).isEmpty();
    }

    private void assertDifference(Subscription other, String what, Object is, Object not) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> broker().subscribe(ORDERS, other))
                .withMessageContaining("'group'")
                .withMessageContaining(what + " is " + is + ", not " + not);
    }

    @Test
    default void weightsMayDiffer() {
        Subscriber<String> one = broker().subscribe(
                        ORDERS, Subscription.named("group"), Member.unnamed().weight(1));
        Subscriber<String> other = broker().subscribe(
                        ORDERS, Subscription.named("group"), Member.unnamed().weight(2));

        assertThat(List.of(one, other)).extracting(Subscriber::subscription).containsOnly("group");
        assertThat(broker().subscriptions()).hasSize(1);
    }
}
