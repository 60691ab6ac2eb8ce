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

    /** Counts what one subscriber receives. */
    static final class Receiver {

        private CountDownLatch done = new CountDownLatch(0);
        private int missing;
        private long sum;

        void accept(Integer message) {
            sum += message;
            if (--missing == 0) {
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
            receiver.missing = messages.size();
            receiver.sum = 0;
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
            Checks.same("the number of missing messages", receiver.missing, 0);
            Checks.same("the sum of the messages", receiver.sum, expectedSum);
        }
    }
}
