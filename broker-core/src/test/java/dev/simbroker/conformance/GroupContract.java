package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Assignment;
import dev.simbroker.Delivery;
import dev.simbroker.Member;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A group's assignment decides which of its members gets a message. */
interface GroupContract extends BrokerKit {

    private static Subscription group(Assignment assignment) {
        return Subscription.named("group").atLeastOnce().assignment(assignment);
    }

    private List<Subscriber<String>> join(int members, Subscription subscription) {
        return join(members, subscription, 1);
    }

    private List<Subscriber<String>> join(int members, Subscription subscription, int weight) {
        var joined = new ArrayList<Subscriber<String>>();
        for (int n = 0; n < members; n++) {
            joined.add(broker().subscribe(ORDERS, subscription, Member.unnamed().weight(weight)));
        }
        return joined;
    }

    /** Publishes that many, and answers how many of them each member got. */
    private List<Integer> shares(int messages, List<Subscriber<String>> members) {
        publish(messages);
        return members.stream().map(member -> drain(member).size()).toList();
    }

    // ---- names ----

    @Test
    default void members_areTold_byTheirNames() {
        var members = join(3, group(Assignment.SHARED));

        assertThat(members).extracting(Subscriber::name).containsExactly("group", "group-2", "group-3");
        assertThat(members).extracting(Subscriber::subscription).containsOnly("group");
    }

    @Test
    default void groupsOfDifferentNames_getEveryMessageEach() {
        var billing = broker().subscribe(ORDERS, Subscription.named("billing"));
        var stock = broker().subscribe(ORDERS, Subscription.named("stock"));
        var stockToo = broker().subscribe(ORDERS, Subscription.named("stock"));

        publish(4);

        assertThat(drain(billing)).containsExactly("1", "2", "3", "4");
        assertThat(next(stock).payload()).isEqualTo("1");
        assertThat(drain(stockToo)).containsExactly("2", "3", "4");
        assertLaw(stock, "4 = 4 settled");
    }

    // ---- a shared queue ----

    @Test
    default void shared_theMemberThatHasWaitedLongest_getsTheMessage() {
        requires(Feature.FIRST_COME);
        run(() -> {
            var members = join(3, group(Assignment.SHARED));
            var got = new CopyOnWriteArrayList<String>();
            for (int index : new int[] {2, 0, 1}) {
                var member = members.get(index);
                spawn(
                        "waits",
                        () -> got.add(member.name() + " " + member.receive().payload()));
                settleDown();
            }

            publish(3);
            settleDown();

            assertNoted(got, "group-3 1", "group 2", "group-2 3");
        });
    }

    @Test
    default void shared_whoIsFree_takesTheNext() {
        var members = join(2, group(Assignment.SHARED));
        publish(4);

        var busy = next(members.get(0));

        assertThat(drain(members.get(1))).containsExactly("2", "3", "4");
        busy.ack();
        assertLaw(members.get(0), "4 = 4 settled");
    }

    @Test
    default void shared_aMessageThatComesBack_goesToAnyMember() {
        var members = join(2, group(Assignment.SHARED));
        publish(1);

        next(members.get(0)).nack();
        var again = next(members.get(1));

        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.history().getFirst().subscriber()).isEqualTo("group");
    }

    @Test
    default void severalProcessesOfOneMember_areServedInTurn() {
        requires(Feature.FIRST_COME);
        run(() -> {
            var member = broker().subscribe(ORDERS, group(Assignment.SHARED));
            var got = new CopyOnWriteArrayList<String>();
            for (String name : List.of("first", "second")) {
                spawn(name, () -> got.add(name + " " + member.receive().payload()));
                settleDown();
            }

            publish(2);
            settleDown();

            assertNoted(got, "first 1", "second 2");
        });
    }

    // ---- in turn ----

    @Test
    default void roundRobin_givesToEachInTurn() {
        requires(Feature.ROUND_ROBIN);
        var members = join(3, group(Assignment.ROUND_ROBIN));

        publish(7);

        assertThat(drain(members.get(0))).containsExactly("1", "4", "7");
        assertThat(drain(members.get(1))).containsExactly("2", "5");
        assertThat(drain(members.get(2))).containsExactly("3", "6");
    }

    @Test
    default void roundRobin_theTurnGoesOn_whenMembersJoinAndLeave() {
        requires(Feature.ROUND_ROBIN);
        var members = join(3, group(Assignment.ROUND_ROBIN));
        publish("1", "2");
        drain(members.get(0));
        drain(members.get(1));

        members.get(0).close();
        var joined = broker().subscribe(ORDERS, group(Assignment.ROUND_ROBIN));
        publish("3", "4", "5", "6");

        assertThat(drain(members.get(2))).containsExactly("3", "6");
        assertThat(drain(joined)).containsExactly("4");
        assertThat(drain(members.get(1))).containsExactly("5");
    }

    @Test
    default void roundRobin_aBusyMember_getsItsShareNevertheless() {
        requires(Feature.ROUND_ROBIN);
        var members = join(2, group(Assignment.ROUND_ROBIN));
        publish("1");
        var busy = next(members.get(0));

        publish("2", "3");

        assertThat(drain(members.get(1))).containsExactly("2");
        assertThat(drain(members.get(0))).containsExactly("3");
        busy.ack();
    }

    // ---- by load ----

    @Test
    default void leastLoaded_countsWhatIsReadyAndWhatIsInFlight() {
        requires(Feature.LEAST_LOADED);
        var members = join(3, group(Assignment.LEAST_LOADED));
        publish(6);
        List<Delivery<String>> first = receiveAll(members.get(0));
        assertThat(first).extracting(Delivery::payload).containsExactly("1", "4");
        next(members.get(1)).ack();
        drain(members.get(2));

        publish("7", "8", "9");

        assertThat(drain(members.get(2))).containsExactly("7", "9");
        assertThat(drain(members.get(1))).containsExactly("5", "8");
        assertThat(drain(members.get(0))).isEmpty();
    }

    @Test
    default void leastLoaded_ofSeveral_whoJoinedFirst() {
        requires(Feature.LEAST_LOADED);
        var members = join(2, group(Assignment.LEAST_LOADED));

        publish(3);

        assertThat(drain(members.get(0))).containsExactly("1", "3");
        assertThat(drain(members.get(1))).containsExactly("2");
    }

    // ---- by weight ----

    @Test
    default void weighted_sharesAreExactlyInProportion() {
        requires(Feature.WEIGHTED);
        var members = new ArrayList<Subscriber<String>>();
        for (int weight : new int[] {5, 3, 2}) {
            members.addAll(join(1, group(Assignment.WEIGHTED), weight));
        }

        assertThat(shares(10, members)).containsExactly(5, 3, 2);
        assertThat(shares(100, members)).containsExactly(50, 30, 20);
    }

    @Test
    default void weighted_sharesAreSpreadEvenly() {
        requires(Feature.WEIGHTED);
        var heavy = broker().subscribe(
                        ORDERS, group(Assignment.WEIGHTED), Member.unnamed().weight(5));
        var light = broker().subscribe(ORDERS, group(Assignment.WEIGHTED));
        var lightToo = broker().subscribe(ORDERS, group(Assignment.WEIGHTED));

        publish(7);

        assertThat(drain(heavy)).containsExactly("1", "2", "4", "6", "7");
        assertThat(drain(light)).containsExactly("3");
        assertThat(drain(lightToo)).containsExactly("5");
    }

    @Test
    default void weighted_whenAMemberLeaves_theOthersShareInProportion() {
        requires(Feature.WEIGHTED);
        var members = new ArrayList<Subscriber<String>>();
        for (int weight : new int[] {3, 2, 1}) {
            members.addAll(join(1, group(Assignment.WEIGHTED), weight));
        }
        shares(6, members);

        members.removeLast().close();

        assertThat(shares(50, members)).containsExactly(30, 20);
    }

    @Test
    default void membersOfEqualWeight_takeTurns() {
        requires(Feature.WEIGHTED);
        var members = join(2, group(Assignment.WEIGHTED), 7);

        publish(4);

        assertThat(drain(members.get(0))).containsExactly("1", "3");
        assertThat(drain(members.get(1))).containsExactly("2", "4");
    }
}
