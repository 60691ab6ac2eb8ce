package dev.simbroker.conformance;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Assignment;
import dev.simbroker.Delivery;
import dev.simbroker.Overflow;
import dev.simbroker.Publication;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All messages of a key go to one member, one at a time and in order. */
interface KeyContract extends BrokerKit {

    Subscription BY_KEY = Subscription.named("group").atLeastOnce().assignment(Assignment.BY_KEY);

    private void publish(String key, String payload) {
        broker().tryPublish(Publication.of(ORDERS, payload).key(key));
    }

    private List<Subscriber<String>> join(int members) {
        var joined = new ArrayList<Subscriber<String>>();
        for (int n = 0; n < members; n++) {
            joined.add(broker().subscribe(ORDERS, BY_KEY));
        }
        return joined;
    }

    /** Publishes a message of each of 60 keys, and answers which member each key goes to. */
    private Map<String, String> owners(List<Subscriber<String>> members) {
        IntStream.range(0, 60).forEach(n -> publish("key " + n, "key " + n));
        var owners = new HashMap<String, String>();
        for (var member : members) {
            drain(member).forEach(key -> owners.put(key, member.name()));
        }
        return owners;
    }

    @Test
    default void aKey_alwaysGoesToTheSameMember_andKeysAreSpread() {
        requires(Feature.BY_KEY);
        var members = join(3);

        Map<String, String> owners = owners(members);

        assertThat(owners).hasSize(60);
        assertThat(owners.values()).contains("group", "group-2", "group-3");
        assertThat(owners(members)).isEqualTo(owners);
    }

    @Test
    default void aJoin_takesKeysOnlyToTheNewMember() {
        requires(Feature.BY_KEY);
        var members = join(2);
        Map<String, String> before = owners(members);

        members.addAll(join(1));
        Map<String, String> after = owners(members);

        assertThat(after.values()).contains("group-3");
        assertThat(after).allSatisfy((key, owner) -> assertThat(owner).isIn(before.get(key), "group-3"));
    }

    @Test
    default void aLeave_movesOnlyTheKeysOfWhoLeaves() {
        requires(Feature.BY_KEY);
        var members = join(3);
        Map<String, String> before = owners(members);

        members.removeFirst().close();
        Map<String, String> after = owners(members);

        before.values().removeIf("group"::equals);
        assertThat(after).hasSize(60).containsAllEntriesOf(before);
        assertThat(after.values()).doesNotContain("group");
    }

    @Test
    default void messagesWithoutAKey_goToEachInTurn() {
        requires(Feature.BY_KEY);
        var members = join(2);

        publish(4);

        assertThat(drain(members.get(0))).containsExactly("1", "3");
        assertThat(drain(members.get(1))).containsExactly("2", "4");
    }

    @Test
    default void ofAKey_oneIsInFlight_andOtherKeysGoOn() {
        requires(Feature.BY_KEY);
        var member = join(1).getFirst();
        publish("a", "a1");
        publish("a", "a2");
        publish("b", "b1");

        List<Delivery<String>> inFlight = receiveAll(member);

        assertThat(inFlight).extracting(Delivery::payload).containsExactly("a1", "b1");
        assertLaw(member, "3 = 1 ready + 2 in flight");
        inFlight.getFirst().ack();
        assertThat(drain(member)).containsExactly("a2");
    }

    @Test
    default void theOrderOfAKey_isKept_throughNack_withADelay() {
        requires(Feature.BY_KEY);
        run(() -> {
            var member = join(1).getFirst();
            publish("a", "a1");
            publish("a", "a2");
            publish("b", "b1");

            next(member).nack(ticks(5));

            assertThat(drain(member)).containsExactly("b1");
            sleepFor(ticks(5));
            settleDown();
            assertThat(drain(member)).containsExactly("a1", "a2");
        });
    }

    @Test
    default void theOrderOfAKey_isKept_throughALapse() {
        requires(Feature.BY_KEY);
        run(() -> {
            var member = broker().subscribe(ORDERS, BY_KEY.atLeastOnce(ticks(2)));
            publish("a", "a1");
            publish("a", "a2");
            next(member);

            sleepFor(ticks(2));
            settleDown();

            assertThat(drain(member)).containsExactly("a1", "a2");
        });
    }

    @Test
    default void whenAMessageGoesToTheDeadLetters_theNextOfItsKeyCanGo() {
        requires(Feature.BY_KEY, Feature.DEAD_LETTERS);
        var member = broker().subscribe(ORDERS, BY_KEY.deliveryLimit(1).deadLetter(DEAD));
        publish("a", "a1");
        publish("a", "a2");

        next(member).nack();

        assertThat(drain(member)).containsExactly("a2");
        assertLaw(member, "2 = 1 settled + 1 dead-lettered");
    }

    @Test
    default void theOrderOfAKey_comesBeforePriority() {
        requires(Feature.BY_KEY, Feature.PRIORITY);
        var member = join(1).getFirst();
        publish("a", "a1");
        broker().tryPublish(Publication.of(ORDERS, "a2, urgent").key("a").priority(9));

        assertThat(drain(member)).containsExactly("a1", "a2, urgent");
    }

    /** Joining changes who is responsible, but never for what is under way. */
    @Test
    default void whileAMessageOfAKeyIsInFlight_theKeyDoesNotMove() {
        requires(Feature.BY_KEY);
        var members = join(1);
        IntStream.range(0, 20).forEach(n -> publish("key " + n, "first"));
        IntStream.range(0, 20).forEach(n -> publish("key " + n, "second"));
        List<Delivery<String>> inFlight = receiveAll(members.getFirst());
        assertThat(inFlight).hasSize(20);

        members.addAll(join(1));

        assertThat(members.getLast().tryReceive()).isEmpty();
        inFlight.forEach(Delivery::ack);
        List<Delivery<String>> moved = receiveAll(members.getLast());
        assertThat(moved).isNotEmpty().extracting(Delivery::payload).containsOnly("second");
        assertThat(receiveAll(members.getFirst())).hasSize(20 - moved.size());
    }

    @Test
    default void whenAMemberCrashes_anotherGoesOnWithItsKeys_inOrder() {
        requires(Feature.BY_KEY);
        var members = join(1);
        publish("a", "a1");
        publish("a", "a2");
        next(members.getFirst()).ack();
        next(members.getFirst());
        publish("a", "a3");
        members.addAll(join(1));

        members.getFirst().crash();

        assertThat(drain(members.getLast())).containsExactly("a2", "a3");
        assertLaw(members.getLast(), "3 = 3 settled");
    }

    /**
     * An acknowledgement set free the next message of a key, which was not to be delivered any more; its removal set
     * free the next but one, and let two publishers in. A waiting process was given two messages then, and the first of
     * them was never seen.
     */
    @Test
    default void aMessageThatExpiresOnTheWayToWaitingProcesses_costsNobodyAMessage() {
        requires(Feature.BY_KEY, Feature.TTL, Feature.OVERFLOW_BLOCK, Feature.EXACT_TIMES);
        run(() -> {
            var member = broker().subscribe(ORDERS, BY_KEY.capacity(2, Overflow.BLOCK));
            publish("a", "first");
            var first = member.receive();
            var received = new CopyOnWriteArrayList<String>();
            spawn("the others", () -> {
                broker().tryPublish(Publication.of(ORDERS, "short").key("a").timeToLive(ticks(2)));
                publish("a", "next");
                for (String key : List.of("b", "c")) {
                    spawn(
                            key,
                            () -> broker().publish(Publication.of(ORDERS, key).key(key)));
                }
                for (int n = 0; n < 2; n++) {
                    spawn("receives", () -> received.add(member.receive().payload()));
                }
            });
            sleepFor(ticks(2));

            first.ack();
            settleDown();

            assertThat(received).containsExactly("next", "b");
            assertLaw(member, "5 = 1 settled + 1 dropped + 1 ready + 2 in flight");
        });
    }
}
