package dev.simbroker.bench;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;
import dev.simbroker.bench.BatchTracker.Receiver;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Guava's asynchronous event bus with a thread for each core; each subscriber is called for one message at a time. */
final class EventBusFanOut implements FanOut {

    /** A listener, which the bus finds by its annotation. */
    private record Listener(Receiver receiver) {

        /** Never called concurrently, since it lacks {@link AllowConcurrentEvents}. */
        @Subscribe
        public void on(Integer message) {
            receiver.accept(message);
        }
    }

    private final ExecutorService executor =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final AsyncEventBus bus = new AsyncEventBus(executor);

    EventBusFanOut(List<Receiver> receivers) {
        receivers.forEach(receiver -> bus.register(new Listener(receiver)));
    }

    @Override
    public void publish(Integer message) {
        bus.post(message);
    }

    @Override
    public void close() {
        executor.close();
    }
}
