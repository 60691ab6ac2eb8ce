package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.queue.Select.Order;
import dev.simbroker.time.Simulation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which of several ready sources a select chooses. */
class SelectOrderTest {

    @Test
    void declared_takesTheEarliestDeclared_everyTime() {
        assertThat(choices(Order.DECLARED, 0, 2, 3, 1)).containsExactly(0, 0, 1, 1, 1, 2);
    }

    @Test
    void fair_takesTurns_andLeavesOutTheEmpty() {
        assertThat(choices(Order.FAIR, 0, 2, 3, 1)).containsExactly(0, 1, 2, 0, 1, 1);
    }

    @Test
    void fair_goesOnAfterTheOneChosenLast_alsoWhenThatIsEmpty() {
        try (var simulation = Simulation.create()) {
            List<Mailbox<Integer>> mailboxes = mailboxes(simulation, 0, 1, 0);
            var select = Select.of(simulation, Order.FAIR, mailboxes);

            assertThat(indexOfNext(select)).isEqualTo(1);
            mailboxes.forEach(mailbox -> mailbox.add(0));
            assertThat(IntStream.range(0, 3).mapToObj(i -> indexOfNext(select))).containsExactly(2, 0, 1);
        }
    }

    @Test
    void fair_passesOverNoReadySource_beyondOneTurn() {
        int sources = 130;
        int[] counts = IntStream.generate(() -> 3).limit(sources).toArray();

        assertThat(choices(Order.FAIR, 0, counts))
                .containsExactlyElementsOf(IntStream.range(0, 3 * sources)
                        .map(turn -> turn % sources)
                        .boxed()
                        .toList());
    }

    @Test
    void random_isTheSameForTheSameSeed_andAnotherForAnother() {
        List<Integer> choices = choices(Order.RANDOM, 7, 20, 20, 20);

        assertThat(choices(Order.RANDOM, 7, 20, 20, 20)).isEqualTo(choices);
        assertThat(choices(Order.RANDOM, 8, 20, 20, 20)).isNotEqualTo(choices);
    }

    @Test
    void random_takesEverythingThatThereIs() {
        assertThat(choices(Order.RANDOM, 7, 2, 0, 3)).containsExactlyInAnyOrder(0, 0, 2, 2, 2);
    }

    /**
     * A seeded draw, so the bound cannot fail now and then: a fourth of 4,000, give or take four standard deviations.
     */
    @Test
    void random_choosesAllReadySourcesAboutEquallyOften() {
        try (var simulation = Simulation.create()) {
            var select = Select.of(simulation, Order.RANDOM, mailboxes(simulation, 4_000, 4_000, 0, 4_000, 4_000));

            var counts = Stream.generate(() -> indexOfNext(select))
                    .limit(4_000)
                    .collect(Collectors.groupingBy(index -> index, Collectors.counting()));

            assertThat(counts).containsOnlyKeys(0, 1, 3, 4);
            assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(890L, 1_110L));
        }
    }

    /** The indices that are selected, in order, from mailboxes with the given numbers of elements. */
    private static List<Integer> choices(Order order, long seed, int... counts) {
        try (var simulation = Simulation.builder().seed(seed).build();
                var select = Select.of(simulation, order, mailboxes(simulation, counts))) {
            int total = IntStream.of(counts).sum();
            List<Integer> choices =
                    Stream.generate(() -> indexOfNext(select)).limit(total).toList();
            assertThat(select.trySelect()).isEmpty();
            return choices;
        }
    }

    private static int indexOfNext(Select<Integer> select) {
        return select.trySelect().orElseThrow().index();
    }

    private static List<Mailbox<Integer>> mailboxes(Simulation simulation, int... counts) {
        return IntStream.range(0, counts.length)
                .mapToObj(index -> {
                    var mailbox = Mailbox.<Integer>unbounded(simulation, "mailbox " + index);
                    IntStream.range(0, counts[index]).forEach(mailbox::add);
                    return mailbox;
                })
                .toList();
    }
}
