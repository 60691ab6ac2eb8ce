package dev.simbroker.bench;

import dev.simbroker.bench.BatchTracker.Receiver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/** A blocking queue for each subscriber, which takes from it on a virtual thread. */
final class QueueFanOut implements FanOut {

    private final List<BlockingQueue<Integer>> queues;
    private final VirtualThreads threads = new VirtualThreads();

    QueueFanOut(List<Receiver> receivers, Supplier<BlockingQueue<Integer>> newQueue) {
        queues = receivers.stream().map(receiver -> newQueue.get()).toList();
        for (int i = 0; i < queues.size(); i++) {
            var receiver = receivers.get(i);
            var queue = queues.get(i);
            threads.repeat(() -> receiver.accept(queue.take()));
        }
    }

    @Override
    public void publish(Integer message) throws InterruptedException {
        for (var queue : queues) {
            queue.put(message);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
