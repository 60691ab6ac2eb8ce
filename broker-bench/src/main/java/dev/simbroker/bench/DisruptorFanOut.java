package dev.simbroker.bench;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import dev.simbroker.bench.BatchTracker.Receiver;
import java.util.List;

/**
 * The LMAX Disruptor with a ring that holds a whole batch, one producer, and a platform thread for each subscriber with
 * the default blocking wait strategy.
 */
final class DisruptorFanOut implements FanOut {

    private static final class Slot {
        private Integer message = 0;
    }

    private final Disruptor<Slot> disruptor;

    DisruptorFanOut(List<Receiver> receivers, int batch) {
        int size = Integer.highestOneBit(batch - 1) << 1;
        disruptor = new Disruptor<>(
                Slot::new, size, DaemonThreadFactory.INSTANCE, ProducerType.SINGLE, new BlockingWaitStrategy());
        for (Receiver receiver : receivers) {
            disruptor.handleEventsWith((slot, sequence, endOfBatch) -> receiver.accept(slot.message));
        }
        disruptor.start();
    }

    @Override
    public void publish(Integer message) {
        disruptor.publishEvent((slot, sequence) -> slot.message = message);
    }

    @Override
    public void close() {
        disruptor.shutdown();
    }
}
