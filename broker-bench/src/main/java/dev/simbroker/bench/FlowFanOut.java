package dev.simbroker.bench;

import dev.simbroker.bench.Round.Receiver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;

/**
 * The JDK's {@link SubmissionPublisher}, with buffers in which a whole batch has room.
 *
 * <p>On the common pool, also where it would not be by itself: with two cores, JDK 21 starts a thread for each task in place of it, and a delivery
 * takes 0.1 ms to four and 1.5 ms to sixteen.
 */
final class FlowFanOut implements FanOut {

    private final SubmissionPublisher<Integer> publisher;
    /** The subscribers' ends. */
    private final List<CompletableFuture<Void>> ends;

    FlowFanOut(List<Receiver> receivers, int batch) {
        publisher = new SubmissionPublisher<>(ForkJoinPool.commonPool(), batch);
        ends = receivers.stream()
                .map(receiver -> publisher.consume(receiver::accept))
                .toList();
    }

    @Override
    public void publish(Integer message) {
        publisher.submit(message);
    }

    @Override
    public void close() {
        publisher.close();
        ends.forEach(CompletableFuture::join);
    }
}
