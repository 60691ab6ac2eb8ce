package dev.simbroker.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {

    private static final int OPERATIONS = 20_000;

    private final TimerQueue queue = new TimerQueue();

    /** The obviously correct queue: a list, sorted by time and then by creation. */
    private final List<Entry> model = new ArrayList<>();

    private static final class Entry extends TimerEntry {

        private final long time;

        Entry(long time) {
            this.time = time;
        }

        @Override
        boolean isBackground() {
            return false;
        }

        @Override
        long id() {
            return sequence;
        }

        @Override
        void fire() {}
    }

    @ParameterizedTest(name = "seed {0}, times below {1}")
    @CsvSource({
        "1, 2",
        "2, 10",
        "3, 10",
        "4, 1000",
        "5, 1000",
        "6, 9223372036854775807",
        "7, 9223372036854775807",
    })
    void randomOperations_answerLikeASortedList(long seed, long times) {
        var random = new Random(seed);
        for (int step = 0; step < OPERATIONS; step++) {
            boolean growing = step / 1000 % 2 == 0;
            int dice = random.nextInt(10);
            if (model.isEmpty() || dice < (growing ? 7 : 3)) {
                add(random.nextLong(times));
            } else if (dice % 2 == 0) {
                poll();
            } else {
                remove(model.get(random.nextInt(model.size())));
            }
            assertSameAsModel();
        }
        while (!model.isEmpty()) {
            poll();
        }
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void millionEntries_comeOutByTimeThenCreation() {
        var random = new Random(8);
        int count = 1_000_000;
        for (int n = 0; n < count; n++) {
            long time = random.nextInt(100_000);
            queue.add(new Entry(time), time);
        }
        assertThat(queue.size()).isEqualTo(count);

        int disorder = 0;
        var previous = (Entry) queue.poll();
        for (int n = 1; n < count; n++) {
            var next = (Entry) queue.poll();
            boolean ordered = previous.time < next.time || (previous.time == next.time && isOlder(previous, next));
            disorder += ordered ? 0 : 1;
            previous = next;
        }

        assertThat(disorder).isZero();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void entriesOfEqualTime_comeOutInOrderOfCreation() {
        IntStream.range(0, 10_000).forEach(n -> add(7));

        List<Entry> polled =
                IntStream.range(0, 10_000).mapToObj(n -> (Entry) queue.poll()).toList();

        assertThat(polled).containsExactlyElementsOf(model);
    }

    @Test
    void cancelledEntry_leavesAtOnce() {
        IntStream.range(0, 1000).forEach(n -> add(n % 10));
        List<Entry> cancelled = model.stream().filter(entry -> entry.time != 3).toList();

        cancelled.forEach(queue::remove);

        assertThat(queue.size()).isEqualTo(100);
        assertThat(queue.earliest()).isEqualTo(3);
        assertThat(cancelled).noneMatch(TimerEntry::isQueued);
    }

    @Test
    void cancelledEntry_isNotRetained() {
        add(1);
        var cancelled = new WeakReference<>(addAndRemove(2));

        await().until(() -> {
            System.gc();
            return cancelled.refersTo(null);
        });
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void entryThatLeft_mayBeAddedAgain_asTheYoungest() {
        Entry first = add(5);
        Entry second = add(5);

        queue.poll();
        queue.add(first, 5);

        assertThat(queue.poll()).isSameAs(second);
        assertThat(queue.poll()).isSameAs(first);
    }

    @ParameterizedTest(name = "{0} entries")
    @ValueSource(ints = {1, 16, 17, 400})
    void clearedQueue_isEmpty_andTakesTheSameEntriesAgain(int count) {
        List<Entry> entries = IntStream.range(0, count).mapToObj(n -> add(5)).toList();
        queue.remove(entries.getFirst());

        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(entries).noneMatch(TimerEntry::isQueued);
        entries.forEach(entry -> queue.add(entry, 5));
        assertThat(entries).allSatisfy(entry -> assertThat(queue.poll()).isSameAs(entry));
    }

    private Entry addAndRemove(long time) {
        var entry = new Entry(time);
        queue.add(entry, time);
        queue.remove(entry);
        return entry;
    }

    private Entry add(long time) {
        var entry = new Entry(time);
        queue.add(entry, time);
        int place = model.size();
        while (place > 0 && model.get(place - 1).time > time) {
            place--;
        }
        model.add(place, entry);
        return entry;
    }

    private void poll() {
        Entry expected = model.removeFirst();
        assertThat(queue.poll()).isSameAs(expected);
        assertThat(expected.isQueued()).isFalse();
    }

    private void remove(Entry entry) {
        queue.remove(entry);
        model.remove(entry);
        assertThat(entry.isQueued()).isFalse();
    }

    private void assertSameAsModel() {
        assertThat(queue.size()).isEqualTo(model.size());
        assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
        if (!model.isEmpty()) {
            assertThat(queue.earliest()).isEqualTo(model.getFirst().time);
        }
    }

    private static boolean isOlder(Entry one, Entry other) {
        return one.sequence < other.sequence;
    }
}
