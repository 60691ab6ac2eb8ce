package dev.simbroker.bench;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * One batch on its way from a publisher to all receivers, in one or more bursts: knows when a burst has arrived, and that the batch came whole.
 *
 * <p>Receivers are told of one message at a time. What they keep is written before the publisher starts, and handed on with the first message of a
 * batch; from then on it is written by them alone.
 */
final class Round {

    /**
     * Counts what one subscriber receives. What it writes lies two lines of memory away from everything else: side by side, receivers on
     * two cores would take turns at the same line, and that would be measured.
     */
    final class Receiver {

        private static final int APART = 16;
        private static final int MISSING = APART;
        private static final int SUM = APART + 1;

        private final long[] counts = new long[2 * APART + 2];

        void accept(Integer message) {
            counts[SUM] += message;
            if (--counts[MISSING] == 0) {
                counts[MISSING] = burst;
                arrived.release();
            }
        }
    }

    private final List<Receiver> receivers;
    private final int burst;
    private final long sum;
    /** A permit for each receiver that has the whole burst. */
    private final Semaphore arrived = new Semaphore(0);

    /** A batch of these messages to so many subscribers, so many of them at a time. */
    Round(int subscribers, List<Integer> batch, int burst) {
        this.receivers = Stream.generate(Receiver::new).limit(subscribers).toList();
        this.burst = burst;
        this.sum = batch.stream().mapToLong(Integer::longValue).sum();
    }

    List<Receiver> receivers() {
        return receivers;
    }

    /** Here comes the batch. */
    void begin() {
        arrived.drainPermits();
        for (Receiver receiver : receivers) {
            receiver.counts[Receiver.MISSING] = burst;
            receiver.counts[Receiver.SUM] = 0;
        }
    }

    /** Waits until every receiver has the whole burst; not for a limited time, since that costs a virtual thread much more: JMH ends what hangs. */
    void await() throws InterruptedException {
        arrived.acquire(receivers.size());
    }

    /** Checks that every receiver has every message. */
    void check() {
        for (Receiver receiver : receivers) {
            Checks.same("the number of messages missing in a burst", receiver.counts[Receiver.MISSING] % burst, 0L);
            Checks.same("the sum of the messages", receiver.counts[Receiver.SUM], sum);
        }
    }
}
