package dev.simbroker.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.testing.SampleMessages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue of ready messages is the same as a list that is sorted after every step. */
class ReadyQueueTest {

    /** A message in the queue; an entry if something may happen to it. */
    private record Item(
            StoredMessage<String> message,
            long order,
            @Nullable Entry<String> entry) {}

    private static final Comparator<Item> BY_ORDER = Comparator.comparingLong(Item::order);
    private static final Comparator<Item> BY_PRIORITY =
            Comparator.comparingInt((Item item) -> -item.message.priority()).thenComparing(BY_ORDER);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void randomSteps_giveWhatASortedListGives(boolean prioritized) {
        for (long seed = 0; seed < 1_000; seed++) {
            new Program(prioritized, new Random(seed)).run();
        }
    }

    /** What is taken out may come back later, to its old place. */
    private static final class Program {

        private final Comparator<Item> order;
        private final Random random;
        private final ReadyQueue<String> queue;
        private final List<Item> model = new ArrayList<>();
        private final List<Item> out = new ArrayList<>();

        Program(boolean prioritized, Random random) {
            this.order = prioritized ? BY_PRIORITY : BY_ORDER;
            this.random = random;
            this.queue = new ReadyQueue<>(prioritized);
        }

        void run() {
            int mostlyIn = random.nextInt(4);
            for (int step = 1; step <= 200; step++) {
                switch (random.nextInt(8 + mostlyIn)) {
                    case 0 -> {
                        if (!out.isEmpty()) {
                            add(out.remove(random.nextInt(out.size())));
                        }
                    }
                    case 1 -> removeAny();
                    case 2 -> took(queue.poll(), first(order));
                    case 3 -> took(queue.pollOldest(), first(BY_ORDER));
                    case 4, 5 -> takeMessage();
                    default -> add(arrival(step));
                }
                check();
            }
        }

        private Item arrival(long order) {
            StoredMessage<String> message = SampleMessages.message(random.nextInt(10), order);
            return new Item(
                    message, order, random.nextBoolean() ? null : new Entry<>(message, MessageState.READY, order));
        }

        private void add(Item item) {
            model.add(item);
            if (item.entry == null) {
                queue.add(item.message, item.order);
            } else {
                queue.add(item.entry);
                assertThat(item.entry.readyIn).isSameAs(queue);
            }
        }

        /** Only entries leave from any place. */
        private void removeAny() {
            List<Item> entries =
                    model.stream().filter(item -> item.entry != null).toList();
            if (!entries.isEmpty()) {
                Item item = entries.get(random.nextInt(entries.size()));
                queue.remove(Objects.requireNonNull(item.entry));
                left(item);
            }
        }

        private void took(@Nullable Entry<String> entry, @Nullable Item expected) {
            if (expected == null) {
                assertThat(entry).isNull();
                return;
            }
            assertThat(Objects.requireNonNull(entry).message).isSameAs(expected.message);
            assertThat(entry.order).isEqualTo(expected.order);
            assertThat(entry.readyIn).isNull();
            if (expected.entry != null) {
                assertThat(entry).isSameAs(expected.entry);
            }
            left(expected);
        }

        private void takeMessage() {
            Item expected = first(order);
            if (expected == null) {
                assertThatIllegalStateException().isThrownBy(queue::pollMessage);
                return;
            }
            assertThat(queue.order()).isEqualTo(expected.order);
            assertThat(queue.pollMessage()).isSameAs(expected.message);
            left(expected);
        }

        private void left(Item item) {
            model.remove(item);
            out.add(item);
            assertThat(item.entry == null || item.entry.readyIn == null).isTrue();
        }

        private void check() {
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.peek()).isSameAs(message(first(order)));
            assertThat(queue.oldest()).isSameAs(message(first(BY_ORDER)));
        }

        private static @Nullable StoredMessage<String> message(@Nullable Item item) {
            return item == null ? null : item.message;
        }

        private @Nullable Item first(Comparator<Item> by) {
            return model.stream().min(by).orElse(null);
        }
    }
}
