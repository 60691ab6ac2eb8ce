package dev.simbroker.bench;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;
import dev.simbroker.bench.Round.Receiver;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Guava's asynchronous event bus on as many threads as there are cores; each subscriber is called for one message at a time. */
final class EventBusFanOut implements FanOut {

    /** What the bus finds by its annotation. */
    private record Listener(Receiver receiver) {

        /** Without {@link AllowConcurrentEvents} the bus never calls it twice at once. */
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
