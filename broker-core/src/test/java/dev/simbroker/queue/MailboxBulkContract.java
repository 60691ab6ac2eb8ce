package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.Stage;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Draining and removing: what leaves, what stays, and which putter may have the space. */
abstract class MailboxBulkContract extends QueueContract {

    MailboxBulkContract(Stage stage) {
        super(stage);
    }

    // ---- draining ----

    @Test
    void drain_movesEverythingInOrder() {
        var mailbox = fullOf("a", "b", "c");
        var target = new ArrayList<String>();

        assertThat(mailbox.drainTo(target)).isEqualTo(3);

        assertThat(target).containsExactly("a", "b", "c");
        assertThat(mailbox).isEmpty();
    }

    @Test
    void drain_movesNoMoreThanItsLimit() {
        var mailbox = fullOf("a", "b", "c");
        var target = new ArrayList<String>();

        assertThat(mailbox.drainTo(target, 2)).isEqualTo(2);
        assertThat(mailbox.drainTo(target, 2)).isEqualTo(1);

        assertThat(target).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void drainOfNothing_movesNothing(int limit) {
        var mailbox = fullOf("a");
        var target = new ArrayList<String>();

        assertThat(mailbox.drainTo(target, limit)).isZero();

        assertThat(target).isEmpty();
        assertThat(mailbox).containsExactly("a");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is refused
    void drainToItselfOrToNull_isRefused() {
        var mailbox = fullOf("a");

        assertThatThrownBy(() -> mailbox.drainTo(mailbox)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mailbox.drainTo(mailbox, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mailbox.drainTo(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> mailbox.drainTo(null, 0)).isInstanceOf(NullPointerException.class);
        assertThat(mailbox).containsExactly("a");
    }

    @Test
    void drainToACollectionThatFails_losesNothing() {
        var mailbox = fullOf("a", "b", "c");
        var target = Mailbox.<String>bounded(scheduler, "small", 2);

        assertThatThrownBy(() -> mailbox.drainTo(target)).hasMessageContaining("mailbox 'small' is full");

        assertThat(target).containsExactly("a", "b");
        assertThat(mailbox).containsExactly("c");
    }

    @Test
    void drain_admitsWaitingPutters_butDoesNotDrainThem() {
        var mailbox = fullOf("a", "b");
        observe("first", put(mailbox, "c"));
        observe("second", put(mailbox, "d"));
        observe("third", put(mailbox, "e"));
        observeAt(5, "drainer", () -> {
            var target = new ArrayList<String>();
            mailbox.drainTo(target);
            return target;
        });

        run();

        assertLog("5s drainer: [a, b]", "5s first: put c", "5s second: put d");
        assertThat(mailbox).containsExactly("c", "d");
    }

    @Test
    void drainOfPart_admitsAsManyPuttersAsThereIsSpace() {
        var mailbox = fullOf("a", "b");
        observe("first", put(mailbox, "c"));
        observe("second", put(mailbox, "d"));
        at(5, () -> mailbox.drainTo(new ArrayList<>(), 1));

        run();

        assertLog("5s first: put c");
        assertThat(mailbox).containsExactly("b", "c");
    }

    /**
     * The space of a drained element is kept until the target has it. A putter's element needs none if a taker comes
     * for it.
     */
    @Test
    void whoComesToTakeDuringADrain_getsWhatAPutterBrings() {
        var mailbox = fullOf("a");
        observe("putter", put(mailbox, "b"));
        observe("second putter", put(mailbox, "c"));
        observeAt(2, "drainer", () -> {
            var target = new SlowTarget(scheduler, stage.second().multipliedBy(4));
            mailbox.drainTo(target);
            return target;
        });
        observeAt(3, "taker", mailbox::take);
        observeAt(4, "poller", () -> mailbox.poll(0, NANOSECONDS));
        observeAt(5, "late taker", mailbox::take);

        run();

        assertLog("3s taker: b", "3s putter: put b", "4s poller: c", "4s second putter: put c", "6s drainer: [a]");
        assertThat(mailbox).isEmpty();
        assertThat(mailbox.offer("d")).isTrue();
        run();
        assertThat(mailbox).isEmpty();
    }

    /** Takes its time with each element. */
    private static final class SlowTarget extends AbstractCollection<String> {

        private final Scheduler scheduler;
        private final Duration time;
        private final List<String> elements = new ArrayList<>();

        SlowTarget(Scheduler scheduler, Duration time) {
            this.scheduler = scheduler;
            this.time = time;
        }

        @Override
        public boolean add(String element) {
            try {
                scheduler.sleep(time);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts", e);
            }
            return elements.add(element);
        }

        @Override
        public Iterator<String> iterator() {
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    // ---- removing ----

    static Stream<Arguments> waysToRemoveAllThatIsThere() {
        return Stream.of(
                way("remove", mailbox -> Stream.of("a", "b").forEach(mailbox::remove)),
                way("removeIf", mailbox -> mailbox.removeIf(element -> element.compareTo("c") < 0)),
                way("removeAll", mailbox -> mailbox.removeAll(List.of("a", "b"))),
                way("retainAll", mailbox -> mailbox.retainAll(List.of("c"))),
                way("clear", Mailbox::clear),
                way("iterator", mailbox -> {
                    for (var elements = mailbox.iterator(); elements.hasNext(); ) {
                        elements.next();
                        elements.remove();
                    }
                }));
    }

    private static Arguments way(String name, Consumer<Mailbox<String>> removal) {
        return Arguments.argumentSet(name, removal);
    }

    @ParameterizedTest
    @MethodSource("waysToRemoveAllThatIsThere")
    void removal_admitsWaitingPutters_andKeepsWhatTheyBring(Consumer<Mailbox<String>> removal) {
        var mailbox = fullOf("a", "b");
        observe("first", put(mailbox, "c"));
        observe("second", put(mailbox, "d"));
        observe("third", put(mailbox, "e"));
        at(5, () -> removal.accept(mailbox));

        run();

        assertLog("5s first: put c", "5s second: put d");
        assertThat(mailbox).containsExactly("c", "d");
    }

    @Test
    void remove_takesTheFirstOfItsLike() {
        var mailbox = fullOf("a", "b", "a", "c");

        assertThat(mailbox.remove("a")).isTrue();
        assertThat(mailbox).containsExactly("b", "a", "c");
        assertThat(mailbox.remove("z")).isFalse();
        assertThat(mailbox).containsExactly("b", "a", "c");
    }

    @Test
    void bulkRemoval_takesAllOfTheirLike_andSaysWhetherThereWereAny() {
        var mailbox = fullOf("a", "b", "a", "c", "b");

        assertThat(mailbox.removeAll(List.of("a", "z"))).isTrue();
        assertThat(mailbox).containsExactly("b", "c", "b");
        assertThat(mailbox.removeAll(List.of("a", "z"))).isFalse();
        assertThat(mailbox.retainAll(List.of("b"))).isTrue();
        assertThat(mailbox).containsExactly("b", "b");
        assertThat(mailbox.retainAll(List.of("b"))).isFalse();
        assertThat(mailbox.removeIf("b"::equals)).isTrue();
        assertThat(mailbox).isEmpty();
    }

    @Test
    void conditionThatFails_removesNothing() {
        var mailbox = fullOf("a", "b", "c");

        assertThatThrownBy(() -> mailbox.removeIf(element -> {
                    if (element.equals("c")) {
                        throw new IllegalArgumentException("c");
                    }
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(mailbox).containsExactly("a", "b", "c");
    }

    // ---- capacity and nulls ----

    @Test
    void remainingCapacity_isWhatFitsIn() {
        var mailbox = Mailbox.<String>bounded(scheduler, "letters", 2);

        assertThat(mailbox.remainingCapacity()).isEqualTo(2);
        mailbox.add("a");
        assertThat(mailbox.remainingCapacity()).isEqualTo(1);
        mailbox.add("b");
        assertThat(mailbox.remainingCapacity()).isZero();
        assertThat(mailbox.offer("c")).isFalse();
        assertThatThrownBy(() -> mailbox.add("c"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("mailbox 'letters' is full: 2 elements");
        mailbox.remove("a");
        assertThat(mailbox.remainingCapacity()).isEqualTo(1);

        var unbounded = letters();
        unbounded.add("a");
        assertThat(unbounded.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void capacityBelowOne_isRefused(int capacity) {
        assertThatThrownBy(() -> Mailbox.bounded(scheduler, "letters", capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity of mailbox 'letters' must be at least 1: " + capacity);
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is refused
    void null_isNoElement() {
        var mailbox = fullOf("a");

        assertThatThrownBy(() -> mailbox.add(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> mailbox.offer(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> mailbox.put(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> mailbox.offer(null, 1 * second, NANOSECONDS)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> mailbox.addAll(Arrays.asList("b", null))).isInstanceOf(RuntimeException.class);
        assertThat(mailbox.contains(null)).isFalse();
        assertThat(mailbox.remove(null)).isFalse();
        assertThat(mailbox).containsExactly("a");
    }

    @Test
    void ring_keepsItsOrder_howeverItWrapsAndGrows() {
        var mailbox = Mailbox.<Integer>unbounded(scheduler, "numbers");
        var taken = new ArrayList<Integer>();

        for (int round = 0; round < 300; round += 3) {
            mailbox.addAll(List.of(round, round + 1, round + 2));
            mailbox.drainTo(taken, 2);
        }
        mailbox.drainTo(taken);

        assertThat(taken)
                .containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
    }
}
