package dev.simbroker.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Publication;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.testing.SampleMessages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Cursors in one log, against what queues of their own would hold. */
class CursorTest {

    /** A cursor, and the ids of what it has before it. */
    private static final class Reader {

        private final ArrayDeque<Long> model = new ArrayDeque<>();
        private Cursor<String> cursor;
        private long came;
        private long taken;

        Reader(Cursor<String> none) {
            cursor = none;
        }

        void start(StoredMessage<String> first, TopicLog<String> log) {
            cursor = CursorTest.start(first, log, cursor);
        }

        void poll() {
            Long next = cursor.peek(Segment::id);
            assertThat(next).isEqualTo(model.peek());
            Long expected = model.poll();
            assertThat(idOfNext(cursor)).isEqualTo(expected);
            taken += expected == null ? 0 : 1;
        }

        void stop() {
            var rest = new ArrayList<Long>();
            cursor.stop(posted -> rest.add(posted.id()));
            assertThat(rest).containsExactlyElementsOf(model);
            model.clear();
        }

        void check() {
            assertThat(cursor.came()).isEqualTo(came);
            assertThat(cursor.taken()).isEqualTo(taken);
            assertThat(cursor.before()).isEqualTo(model.size());
        }
    }

    private static Cursor<String> start(StoredMessage<String> first, TopicLog<String> log, Cursor<String> earlier) {
        return Objects.requireNonNull(log.startAt(first, earlier));
    }

    /** Takes the next message, and answers its id; null if there is none. */
    private static @Nullable Long idOfNext(Cursor<String> cursor) {
        return cursor.poll(Segment::id);
    }

    @Test
    void cursorsThatStartAndStopAtRandom_giveWhatQueuesOfTheirOwnWould() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var log = SampleMessages.log();
            List<Reader> readers = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> new Reader(random.nextBoolean() ? Cursor.ofOneThread() : Cursor.ofAnyThread()))
                    .toList();
            for (long id = 1; id < 1000; id++) {
                StoredMessage<String> posted = SampleMessages.message(0, id);
                if (log.cursors() > 0) {
                    log.append(posted);
                }
                for (Reader reader : readers) {
                    if (!reader.cursor.isRunning() && random.nextInt(8) == 0) {
                        reader.start(posted, log);
                    }
                    if (reader.cursor.isRunning()) {
                        reader.came++;
                        reader.model.add(id);
                    }
                }
                for (Reader reader : readers) {
                    for (int polls = random.nextInt(4); polls > 0; polls--) {
                        reader.poll();
                    }
                    if (reader.cursor.isRunning() && random.nextInt(150) == 0) {
                        reader.stop();
                    }
                    reader.check();
                }
            }
        }
    }

    @Test
    void cursor_startsAtTheLastMessageOnly() {
        var log = SampleMessages.log();
        StoredMessage<String> first = SampleMessages.message(0, 1);
        StoredMessage<String> second = SampleMessages.message(0, 2);
        var cursor = start(first, log, Cursor.ofOneThread());
        log.append(second);

        assertThat(log.startAt(first, Cursor.ofOneThread())).isNull();
        assertThat(log.startAt(SampleMessages.message(0, 3), Cursor.ofOneThread()))
                .isNull();
        assertThat(idOfNext(start(second, log, Cursor.ofOneThread()))).isEqualTo(2);
        assertThat(idOfNext(cursor)).isEqualTo(1);
    }

    @Test
    void message_isAllThatWasPosted() {
        var log = SampleMessages.log();
        var publication = Publication.of(SampleMessages.origin().topic(), "payload");
        List<Publication<String>> publications = List.of(
                publication,
                publication.key("key"),
                publication.header("name", "value"),
                publication.deduplicationId("id"),
                publication);
        var posted = new ArrayList<StoredMessage<String>>();
        var seen = new ArrayList<StoredMessage<String>>();
        for (int i = 0; i < publications.size(); i++) {
            posted.add(StoredMessage.now(
                    SampleMessages.origin(), "payload " + i, Attributes.of(publications.get(i)), 7 + i));
        }
        var cursor = start(posted.getFirst(), log, Cursor.ofOneThread());
        posted.stream().skip(1).forEach(log::append);

        for (StoredMessage<String> each : posted) {
            seen.add(Objects.requireNonNull(cursor.peek(Segment::message)));
            StoredMessage<String> taken = cursor.poll(Segment::message);
            assertThat(taken).isSameAs(seen.getLast());
            assertThat(seen.getLast()).isEqualTo(each);
        }
        assertThat(seen).hasSize(publications.size());
    }

    /** Also to a reader that slept while more messages passed than an int can count. */
    @Test
    void segment_tellsWhatLiesBeforeItAndBehindIt() {
        long before = 1L << 40;
        var segment = new Segment<>(SampleMessages.log(), before, null, Attributes.NONE);

        assertThat(segment.isBefore(before + 7)).isFalse();
        assertThat(segment.isBefore(before + 8)).isTrue();
        assertThat(segment.isBefore(2 * before)).isTrue();
        assertThat(segment.isBefore(1)).isFalse();
        assertThat(segment.index(before)).isZero();
        assertThat(segment.index(before + 7)).isEqualTo(7);
        assertThat(segment.index(before - 1)).isEqualTo(-1);
        assertThat(segment.index(1)).isEqualTo(-1);
    }

    /** Or else all that comes after a segment which has grown old would grow old with it. */
    @Test
    void fromASegmentThatAllHavePassed_noOtherIsReached() {
        var log = SampleMessages.log();
        StoredMessage<String> old = SampleMessages.message(0, 0);
        var first = start(old, log, Cursor.ofOneThread());
        var second = start(old, log, Cursor.ofOneThread());
        var stopping = start(old, log, Cursor.ofOneThread());
        for (int message = 1; message < 10_000; message++) {
            log.append(SampleMessages.message(0, message));
        }

        Segment<String> segment = Objects.requireNonNull(first.poll((where, index) -> where));
        drain(first);
        assertThat(reached(segment)).isGreaterThan(100); // others are still to come
        stopping.stop(rest -> {});
        drain(second);

        assertThat(reached(segment)).isEqualTo(1);
    }

    private static void drain(Cursor<String> cursor) {
        while (idOfNext(cursor) != null) {
            // on to the next
        }
    }

    private static int reached(Segment<String> from) {
        int count = 0;
        for (@Nullable Segment<String> segment = from; segment != null; segment = segment.next()) {
            count++;
        }
        return count;
    }

    @Test
    void manyThreadsAtOneCursor_takeEachMessageOnce_evenIfItStopsMeanwhile() throws Exception {
        int messages = 20_000;
        for (int round = 0; round < 20; round++) {
            var log = SampleMessages.log();
            var cursor = start(SampleMessages.message(0, 0), log, Cursor.ofAnyThread());
            for (int message = 1; message < messages; message++) {
                log.append(SampleMessages.message(0, message));
            }
            var numbers = new ConcurrentLinkedQueue<Long>();
            takeByThreads(cursor, numbers, messages / (1 + round % 2));

            assertThat(numbers).hasSize(messages);
            var sorted = new ArrayList<>(numbers);
            Collections.sort(sorted);
            for (int message = 0; message < messages; message++) {
                assertThat(sorted.get(message)).isEqualTo(message);
            }
        }
    }

    /** Takes all by several threads at once; the thread that has taken enough stops the cursor, and takes the rest. */
    private static void takeByThreads(Cursor<String> cursor, ConcurrentLinkedQueue<Long> numbers, int patience)
            throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var start = new CountDownLatch(4);
            List<Future<?>> ends = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                boolean stops = thread == 0;
                ends.add(threads.submit(() -> {
                    var taken = new ArrayList<Long>();
                    start.countDown();
                    start.await();
                    for (Long id = idOfNext(cursor); id != null; id = idOfNext(cursor)) {
                        taken.add(id);
                        if (stops && taken.size() == patience / 8) {
                            cursor.stop(rest -> taken.add(rest.id()));
                        }
                    }
                    numbers.addAll(taken);
                    return taken;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }
}
