package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What went into queues and what came out, and the laws that hold between them. */
final class QueueLedger {

    /** An element that can be told from every other. */
    record Item(String producer, int number) {
        @Override
        public String toString() {
            return producer + number;
        }
    }

    private record Path(String producer, String queue, String consumer) {}

    private final List<Item> in = new ArrayList<>();
    private final List<Item> out = new ArrayList<>();
    private final Map<Path, Integer> latest = new HashMap<>();

    /** A queue has accepted {@code item}. */
    void in(Item item) {
        in.add(item);
    }

    /** {@code consumer} took {@code item} at the head of {@code queue}: what a producer sent never overtakes. */
    void out(String queue, String consumer, Item item) {
        out.add(item);
        Integer before = latest.put(new Path(item.producer(), queue, consumer), item.number());
        assertThat(item.number())
                .as("%s took %s after %s%s", consumer, item, item.producer(), before)
                .isGreaterThan(before == null ? -1 : before);
    }

    /** {@code item} was taken out of the middle of a queue. */
    void removed(Item item) {
        out.add(item);
    }

    /** Nothing lost, nothing twice. */
    void balance(Collection<Item> left) {
        List<Item> accounted = Stream.concat(out.stream(), left.stream()).toList();
        assertThat(accounted).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(in);
    }
}
