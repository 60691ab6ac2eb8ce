package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue of ready messages is the same as a list that is sorted after every step. */
class ReadyQueueTest {

    private static final Topic<String> TOPIC = Topic.of("t", String.class);

    private static final Comparator<Entry<String>> BY_ORDER = Comparator.comparingLong(entry -> entry.order);
    private static final Comparator<Entry<String>> BY_PRIORITY = Comparator.comparingInt(
                    (Entry<String> entry) -> -entry.message.priority())
            .thenComparing(BY_ORDER);

    private static Entry<String> entry(int priority, long order) {
        var message = new Message<>(
                order,
                TOPIC,
                Optional.empty(),
                "x",
                Map.of(),
                Instant.EPOCH,
                priority,
                Optional.empty(),
                Optional.empty());
        var entry = new Entry<>(message, 0, Long.MAX_VALUE);
        entry.order = order;
        return entry;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void randomSteps_giveWhatASortedListGives(boolean prioritized) {
        for (long seed = 0; seed < 500; seed++) {
            check(prioritized, new Random(seed));
        }
    }

    /** What is taken out may come back later, to its old place. */
    private static void check(boolean prioritized, Random random) {
        var queue = new ReadyQueue<String>(prioritized);
        var model = new ArrayList<Entry<String>>();
        var out = new ArrayList<Entry<String>>();
        for (int step = 1; step <= 100; step++) {
            switch (random.nextInt(4)) {
                case 0 -> add(queue, model, entry(random.nextInt(10), step));
                case 1 -> {
                    if (!out.isEmpty()) {
                        add(queue, model, out.remove(random.nextInt(out.size())));
                    }
                }
                case 2 -> {
                    if (!model.isEmpty()) {
                        Entry<String> entry = model.remove(random.nextInt(model.size()));
                        queue.remove(entry);
                        out.add(entry);
                    }
                }
                default -> {
                    Entry<String> polled = queue.poll();
                    assertThat(polled).isSameAs(first(model, prioritized ? BY_PRIORITY : BY_ORDER));
                    if (polled != null) {
                        model.remove(polled);
                        out.add(polled);
                    }
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.peek()).isSameAs(first(model, prioritized ? BY_PRIORITY : BY_ORDER));
            assertThat(queue.oldest()).isSameAs(first(model, BY_ORDER));
            assertThat(out).allSatisfy(entry -> assertThat(entry.queue).isNull());
        }
    }

    private static void add(ReadyQueue<String> queue, List<Entry<String>> model, Entry<String> entry) {
        queue.add(entry);
        model.add(entry);
        assertThat(entry.queue).isSameAs(queue);
    }

    private static @Nullable Entry<String> first(List<Entry<String>> model, Comparator<Entry<String>> order) {
        return model.stream().min(order).orElse(null);
    }
}
