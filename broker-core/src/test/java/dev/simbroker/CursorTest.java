package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /** A cursor, and what it has before it. */
    private static final class Reader {

        private final ArrayDeque<Posted<String>> model = new ArrayDeque<>();
        private Cursor<String> cursor = Cursor.none();
        private long came;
        private long taken;

        void start(Posted<String> first, TopicLog<String> log) {
            cursor = Cursor.startingAt(first, log, cursor);
        }

        void poll(boolean alone) {
            assertThat(cursor.peek()).isSameAs(model.peek());
            Posted<String> expected = model.poll();
            assertThat(alone ? cursor.pollAlone() : cursor.poll()).isSameAs(expected);
            taken += expected == null ? 0 : 1;
        }

        void stop() {
            var rest = new ArrayList<Posted<String>>();
            cursor.stop(rest::add);
            assertThat(rest).containsExactlyElementsOf(model);
            model.clear();
        }

        void check() {
            assertThat(cursor.came()).isEqualTo(came);
            assertThat(cursor.taken()).isEqualTo(taken);
            assertThat(cursor.before()).isEqualTo(model.size());
        }
    }

    @Test
    void cursorsThatStartAndStopAtRandom_giveWhatQueuesOfTheirOwnWould() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var log = new TopicLog<String>();
            List<Reader> readers = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> new Reader())
                    .toList();
            for (int message = 0; message < 1000; message++) {
                Posted<String> posted = Samples.posted(0, message);
                log.append(posted);
                for (Reader reader : readers) {
                    if (!reader.cursor.isRunning() && random.nextInt(8) == 0) {
                        reader.start(posted, log);
                    }
                    if (reader.cursor.isRunning()) {
                        reader.came++;
                        reader.model.add(posted);
                    }
                }
                log.letGo();
                for (Reader reader : readers) {
                    for (int polls = random.nextInt(4); polls > 0; polls--) {
                        reader.poll(random.nextBoolean());
                    }
                    if (reader.cursor.isRunning() && random.nextInt(150) == 0) {
                        reader.stop();
                    }
                    reader.check();
                }
            }
        }
    }

    /** Or else all that comes after a link which has grown old would grow old with it. */
    @Test
    void fromALinkThatAllHavePassed_fewOthersAreReached() {
        var log = new TopicLog<String>();
        Posted<String> old = Samples.posted(0, 0);
        log.append(old);
        var first = Cursor.startingAt(old, log, Cursor.none());
        var second = Cursor.startingAt(old, log, Cursor.none());
        var stopping = Cursor.startingAt(old, log, Cursor.none());
        for (int message = 1; message < 10_000; message++) {
            log.append(Samples.posted(0, message));
        }

        drain(first);
        assertThat(reached(old)).isGreaterThan(9_000); // others are still to come
        stopping.stop(rest -> {});
        drain(second);

        assertThat(reached(old)).isLessThan(100);
    }

    private static void drain(Cursor<String> cursor) {
        while (cursor.poll() != null) {
            // on to the next
        }
    }

    private static int reached(Link<String> from) {
        int count = 0;
        for (@Nullable Link<String> link = from; link != null; link = link.next()) {
            count++;
        }
        return count;
    }

    @Test
    void manyThreadsAtOneCursor_takeEachMessageOnce_evenIfItStopsMeanwhile() throws Exception {
        int messages = 20_000;
        for (int round = 0; round < 20; round++) {
            var log = new TopicLog<String>();
            Posted<String> first = Samples.posted(0, 0);
            log.append(first);
            var cursor = Cursor.startingAt(first, log, Cursor.none());
            for (int message = 1; message < messages; message++) {
                log.append(Samples.posted(0, message));
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

    /** Takes all by several threads at once; one that has taken so many itself stops the cursor, and takes the rest. */
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
                    for (Posted<String> posted = cursor.poll(); posted != null; posted = cursor.poll()) {
                        taken.add(posted.message().id());
                        if (stops && taken.size() == patience / 8) {
                            cursor.stop(rest -> taken.add(rest.message().id()));
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
