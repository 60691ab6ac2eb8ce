package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.Seeds;
import dev.simbroker.time.Scheduler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Iterators, spliterators, streams and arrays, which show the elements as they were, and disturb no other process. */
class MailboxIteratorTest extends SimulatedQueueTest {

    @Test
    void iterator_showsTheElementsAsTheyWere() {
        var mailbox = fullOf("a", "b", "c");
        var elements = mailbox.iterator();

        mailbox.poll();
        mailbox.remove("c");
        mailbox.add("d");

        assertThat(elements).toIterable().containsExactly("a", "b", "c");
        assertThat(mailbox).containsExactly("b", "d");
    }

    @Test
    void iterator_refusesWhatHasNoMeaning() {
        var elements = fullOf("a").iterator();

        assertThatThrownBy(elements::remove).isInstanceOf(IllegalStateException.class);
        elements.next();
        elements.remove();
        assertThatThrownBy(elements::remove).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(elements::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void iteratorRemove_takesThisVeryElement_notTheFirstOfItsLike() {
        var mailbox = fullOf("a", "b", "a", "c", "a");

        removeAt(mailbox.iterator(), 2);

        assertThat(mailbox).containsExactly("a", "b", "c", "a");
    }

    @Test
    void iteratorRemove_leavesALaterElementAlone_thatIsTheSameObject() {
        var mailbox = fullOf("a", "b");
        var elements = mailbox.iterator();
        elements.next();

        mailbox.remove("a");
        mailbox.add("a");
        elements.remove();

        assertThat(mailbox).containsExactly("b", "a");
    }

    @Test
    void iteratorRemove_isExact_besideAnotherIterator() {
        var mailbox = fullOf("a", "b", "a");
        var one = mailbox.iterator();
        var other = mailbox.iterator();
        one.next();
        other.next();

        one.remove();
        other.remove();

        assertThat(mailbox).containsExactly("b", "a");
    }

    @Test
    void removeIf_toleratesAConditionThatUsesTheMailbox() {
        var mailbox = fullOf("a", "b", "c");

        mailbox.removeIf(element -> {
            mailbox.poll();
            mailbox.add(element + element);
            return element.equals("b");
        });

        assertThat(mailbox).containsExactly("aa", "bb", "cc");
    }

    @Test
    void iteratorRemove_findsItsElement_afterOthersWereTaken() {
        var mailbox = fullOf("a", "b", "a", "c", "a");
        var elements = mailbox.iterator();

        mailbox.poll();
        mailbox.poll();
        removeAt(elements, 4);

        assertThat(mailbox).containsExactly("a", "c");
    }

    @Test
    void iteratorRemove_ofAnElementThatWasTaken_doesNothing() {
        var mailbox = fullOf("a", "b", "a");
        var elements = mailbox.iterator();

        mailbox.poll();
        removeAt(elements, 0);

        assertThat(mailbox).containsExactly("b", "a");
    }

    @Test
    void iteratorRemove_ofAnElementThatWasTaken_sparesOneLikeItThatCameLater() {
        var mailbox = fullOf("a");
        var elements = mailbox.iterator();

        mailbox.poll();
        mailbox.add("a");
        removeAt(elements, 0);

        assertThat(mailbox).containsExactly("a");
    }

    @Test
    void iteratorRemove_ofEveryOther_leavesTheRestInOrder() {
        var mailbox = fullOf("a", "a", "b", "b", "c", "c");
        var elements = mailbox.iterator();

        while (elements.hasNext()) {
            removeAt(elements, 1);
        }

        assertThat(mailbox).containsExactly("a", "b", "c");
    }

    /** A mailbox beside a list of numbered entries, in which an element can be told from another of its like. */
    @Test
    void iteratorRemove_agreesWithAModel_whateverIsTakenAndAddedMeanwhile() {
        record Entry(int number, String element) {}
        var kinds = List.of("a", "b", "c");
        Seeds.forEach(2_000, seed -> {
            var random = new Random(seed);
            var mailbox = letters();
            var model = new ArrayList<Entry>();
            for (int number = 0; number < 12; number++) {
                model.add(new Entry(number, kinds.get(random.nextInt(3))));
                mailbox.add(model.getLast().element());
            }
            var seen = List.copyOf(model).iterator();
            var elements = mailbox.iterator();

            while (elements.hasNext()) {
                Entry entry = seen.next();
                assertThat(elements.next()).isEqualTo(entry.element());
                switch (random.nextInt(4)) {
                    case 0 -> {
                        if (!model.isEmpty()) {
                            assertThat(mailbox.poll())
                                    .isEqualTo(model.removeFirst().element());
                        }
                    }
                    case 1 -> {
                        model.add(new Entry(100 + entry.number(), kinds.get(random.nextInt(3))));
                        mailbox.add(model.getLast().element());
                    }
                    default -> {}
                }
                if (random.nextBoolean()) {
                    elements.remove();
                    model.remove(entry);
                }
                assertThat(mailbox)
                        .containsExactlyElementsOf(
                                model.stream().map(Entry::element).toList());
            }
        });
    }

    /** The contract of a collection that changes: late-binding, immutable or concurrent; the JDK's queues are both. */
    @ParameterizedTest
    @MethodSource("queues")
    void spliterator_isConcurrent_andBindsLate(Function<Scheduler, BlockingQueue<String>> kind) {
        BlockingQueue<String> queue = kind.apply(scheduler);
        Spliterator<String> elements = queue.spliterator();
        queue.addAll(List.of("a", "b"));

        assertThat(elements.hasCharacteristics(Spliterator.CONCURRENT | Spliterator.ORDERED | Spliterator.NONNULL))
                .isTrue();
        assertThat(elements.hasCharacteristics(Spliterator.SIZED)).isFalse();
        var seen = new ArrayList<String>();
        elements.forEachRemaining(seen::add);
        assertThat(seen).containsExactly("a", "b");
    }

    @ParameterizedTest
    @MethodSource("queues")
    void stream_showsWhatIsThere_whenItIsTraversed(Function<Scheduler, BlockingQueue<String>> kind) {
        BlockingQueue<String> queue = kind.apply(scheduler);
        queue.add("a");
        Stream<String> count = queue.stream();
        Stream<String> all = queue.stream();
        queue.addAll(List.of("b", "c"));
        queue.remove("a");

        assertThat(count.count()).isEqualTo(2);
        assertThat(all).containsExactly("b", "c");
    }

    static Stream<Function<Scheduler, BlockingQueue<String>>> queues() {
        return Stream.of(
                scheduler -> Mailbox.unbounded(scheduler, "letters"), scheduler -> new LinkedBlockingQueue<>());
    }

    @Test
    void spliterator_thatHasBegun_isOfWhatWasThere() {
        var mailbox = fullOf("a", "b", "c");
        var elements = mailbox.spliterator();
        var seen = new ArrayList<String>();
        elements.tryAdvance(seen::add);
        mailbox.clear();

        elements.forEachRemaining(seen::add);
        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void stream_mayTakeFromTheMailboxItShows() {
        var mailbox = fullOf("a", "b", "c");

        assertThat(mailbox.stream().map(element -> element + mailbox.poll())).containsExactly("aa", "bb", "cc");
        assertThat(mailbox.parallelStream()).isEmpty();
    }

    @Test
    void forEach_mayChangeTheMailboxItShows() {
        var mailbox = letters();
        mailbox.addAll(List.of("a", "b"));

        mailbox.forEach(element -> mailbox.add(element + element));

        assertThat(mailbox).containsExactly("a", "b", "aa", "bb");
    }

    @Test
    @SuppressWarnings("CollectionToArraySafeParameter") // the wrong type is what is refused
    void arrays_areTheElementsInOrder_andTheCallersOwn() {
        var mailbox = fullOf("a", "b");

        Object[] array = mailbox.toArray();
        array[0] = "z";
        String[] roomy = {"x", "x", "x", "x"};

        assertThat(mailbox.toArray()).containsExactly("a", "b");
        assertThat(mailbox.toArray(new String[0]))
                .isExactlyInstanceOf(String[].class)
                .containsExactly("a", "b");
        assertThat(mailbox.toArray(String[]::new)).containsExactly("a", "b");
        assertThat(mailbox.toArray(roomy)).isSameAs(roomy).containsExactly("a", "b", null, "x");
        assertThatThrownBy(() -> mailbox.toArray(new Integer[0])).isInstanceOf(ArrayStoreException.class);
    }

    @Test
    void text_isThatOfACollection() {
        var mailbox = fullOf("a", "b");

        assertThat(mailbox).hasToString("[a, b]");
        mailbox.clear();
        assertThat(mailbox).hasToString("[]");
    }

    /** Goes {@code index + 1} elements on and removes the last of them. */
    private static void removeAt(Iterator<String> elements, int index) {
        for (int i = 0; i <= index; i++) {
            elements.next();
        }
        elements.remove();
    }
}
