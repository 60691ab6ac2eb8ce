package dev.simbroker.bench;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * A batch of messages on its way from a publisher to all receivers, in one or more bursts. Tells when a burst has
 * arrived, and checks that the batch is complete.
 *
 * <p>Each receiver handles one message at a time. Its state is written before the publisher starts, published safely
 * with the first message of a batch, and written only by the receiver from then on.
 */
final class BatchTracker {

    /**
     * Counts the messages of one subscriber. Its fields are padded to two cache lines, since false sharing between
     * receivers on two cores would distort the measurement.
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

    /** A batch of these messages for a number of subscribers, published in bursts. */
    BatchTracker(int subscribers, List<Integer> batch, int burst) {
        this.receivers = Stream.generate(Receiver::new).limit(subscribers).toList();
        this.burst = burst;
        this.sum = batch.stream().mapToLong(Integer::longValue).sum();
    }

    List<Receiver> receivers() {
        return receivers;
    }

    /** Prepares the receivers for the next batch. */
    void begin() {
        arrived.drainPermits();
        for (Receiver receiver : receivers) {
            receiver.counts[Receiver.MISSING] = burst;
            receiver.counts[Receiver.SUM] = 0;
        }
    }

    /**
     * Waits until every receiver has the whole burst. Has no time-out, which would cost a virtual thread much more: JMH
     * ends a run that hangs.
     */
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
