package dev.simbroker.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Assignment;
import dev.simbroker.DeadLetter;
import dev.simbroker.Destination;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.internal.wait.WaitQueue;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AssignerTest {

    private final Simulation simulation = Simulation.create();
    private final BrokerContext broker =
            new BrokerContext("broker", simulation, List.of(), true, false, Duration.ofMinutes(1), 1);
    private final SubscriptionQueue<String> queue = new SubscriptionQueue<>(
            broker, new Nobody(), Topic.of("t", String.class), Subscription.named("s"), List.of());

    /** An owner whom nothing here asks for anything. */
    private static final class Nobody implements SubscriptionOwner {

        @Override
        public void publishDeadLetter(Topic<DeadLetter> topic, DeadLetter letter) {}

        @Override
        public void delete(SubscriptionQueue<?> queue) {}

        @Override
        public void selectsChanged(Destination<?> destination) {}
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private LocalMember<String> member(String name, int weight) {
        return new LocalMember<>(
                queue, name, weight, new Inbox<>(new WaitQueue<>(simulation.spi(), broker.guard(), () -> "nothing")));
    }

    private Assigner<String> members(Assignment assignment, int... weights) {
        var members = new Assigner<String>(assignment);
        for (int n = 0; n < weights.length; n++) {
            members.add(member("m" + n, weights[n]));
        }
        return members;
    }

    private static String choose(Assigner<String> members, @Nullable String key) {
        return Objects.requireNonNull(members.choose(key)).name();
    }

    private static Map<String, Integer> choices(Assigner<String> members, int count) {
        var counts = new HashMap<String, Integer>();
        IntStream.range(0, count).forEach(n -> counts.merge(choose(members, null), 1, Integer::sum));
        return counts;
    }

    @Test
    void nobody_isChosenFromNobody() {
        for (Assignment assignment : Assignment.values()) {
            assertThat(members(assignment).choose("key")).isNull();
        }
    }

    /** Whatever the weights: after as many messages as they add up to, each has got exactly its weight. */
    @Test
    void weighted_isExact_inEveryRoundOfItself() {
        for (long seed = 0; seed < 200; seed++) {
            int[] weights = new Random(seed).ints(1, 20).limit(1 + seed % 6).toArray();
            var members = members(Assignment.WEIGHTED, weights);
            for (int round = 0; round < 3; round++) {
                var counts = choices(members, IntStream.of(weights).sum());
                for (int n = 0; n < weights.length; n++) {
                    assertThat(counts).as("seed %d", seed).containsEntry("m" + n, weights[n]);
                }
            }
        }
    }

    /** At no time is anybody further from his share than one message for each of the others but one. */
    @Test
    void weighted_isEvenlySpread() {
        int[] weights = {7, 5, 3, 1};
        var members = members(Assignment.WEIGHTED, weights);
        var got = new int[weights.length];

        for (int count = 1; count <= 160; count++) {
            got[choose(members, null).charAt(1) - '0']++;
            for (int n = 0; n < weights.length; n++) {
                assertThat(Math.abs(got[n] - count * weights[n] / 16.0)).isLessThan(weights.length - 1);
            }
        }
    }

    @Test
    void inTurn_goesOn_whoeverLeaves() {
        for (int leaving = 0; leaving < 4; leaving++) {
            for (int before = 0; before < 4; before++) {
                var members = members(Assignment.ROUND_ROBIN, 1, 1, 1, 1);
                choices(members, before);
                members.remove(members.all().get(leaving));

                String next = "m" + (leaving == before ? (before + 1) % 4 : before);
                assertThat(choose(members, null))
                        .as("%d leaves after %d messages", leaving, before)
                        .isEqualTo(next);
            }
        }
    }

    @Test
    void removingWhoIsNotThere_changesNothing() {
        var members = members(Assignment.ROUND_ROBIN, 1, 1);
        choose(members, null);

        members.remove(member("stranger", 1));

        assertThat(choose(members, null)).isEqualTo("m1");
    }

    /** 10,000 keys over 5 members: 2,000 each, give or take a tenth. */
    @Test
    void keys_areSpreadEvenly() {
        var members = members(Assignment.BY_KEY, 1, 1, 1, 1, 1);
        var counts = new HashMap<String, Integer>();

        IntStream.range(0, 10_000).forEach(n -> counts.merge(choose(members, "customer-" + n), 1, Integer::sum));

        assertThat(counts).hasSize(5);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(1_800, 2_200));
    }

    /** Fixed for ever: a change here would change what simulations do. */
    @Test
    void keys_goWhereTheyAlwaysWent() {
        var members = members(Assignment.BY_KEY, 1, 1, 1);

        assertThat(IntStream.range(0, 8).mapToObj(n -> choose(members, "k" + n)).toList())
                .containsExactly("m0", "m2", "m0", "m1", "m0", "m2", "m2", "m2");
    }
}
