package dev.simbroker.bench;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One batch on its way from a publisher to all receivers: knows when it has arrived, and that it came whole.
 *
 * <p>Receivers are told of one message at a time. What they keep is written by the publisher before it publishes, and handed on with the
 * first message.
 */
final class Round {

    /** Far longer than any batch takes. */
    private static final long PATIENCE_SECONDS = 120;

    /**
     * Counts what one subscriber receives. What it writes lies two lines of memory away from everything else: side by side, receivers on
     * two cores would take turns at the same line, and that would be measured.
     */
    static final class Receiver {

        private static final int APART = 16;
        private static final int MISSING = APART;
        private static final int SUM = APART + 1;

        private CountDownLatch done = new CountDownLatch(0);
        private final long[] counts = new long[2 * APART + 2];

        void accept(Integer message) {
            counts[SUM] += message;
            if (--counts[MISSING] == 0) {
                done.countDown();
            }
        }
    }

    private final List<Receiver> receivers;
    private long expectedSum;
    private CountDownLatch done = new CountDownLatch(0);

    Round(int subscribers) {
        this.receivers = Stream.generate(Receiver::new).limit(subscribers).toList();
    }

    List<Receiver> receivers() {
        return receivers;
    }

    /** The next batch will be these messages. */
    void begin(List<Integer> messages) {
        expectedSum = 0;
        for (int message : messages) {
            expectedSum += message;
        }
        done = new CountDownLatch(receivers.size());
        for (Receiver receiver : receivers) {
            receiver.done = done;
            receiver.counts[Receiver.MISSING] = messages.size();
            receiver.counts[Receiver.SUM] = 0;
        }
    }

    /** Waits until every receiver has every message. */
    void await() throws InterruptedException {
        Checks.same("whether all messages arrived", done.await(PATIENCE_SECONDS, TimeUnit.SECONDS), true);
        check();
    }

    /** Checks that every receiver has every message. */
    void check() {
        for (Receiver receiver : receivers) {
            Checks.same("the number of missing messages", receiver.counts[Receiver.MISSING], 0L);
            Checks.same("the sum of the messages", receiver.counts[Receiver.SUM], expectedSum);
        }
    }
}
