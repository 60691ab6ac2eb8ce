package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.Subscriber;
import dev.simbroker.Topic;
import dev.simbroker.bench.BatchTracker.Receiver;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.util.List;
import java.util.function.Function;

/** The broker on the live clock, with a subscription and a process for each subscriber. */
final class BrokerFanOut implements FanOut {

    private static final Topic<Integer> TOPIC = Topic.of("numbers", Integer.class);

    private final LiveScheduler scheduler = Scheduler.live();
    private final Broker broker;

    BrokerFanOut(List<Receiver> receivers, Function<Scheduler, Broker.Builder> builder) {
        broker = builder.apply(scheduler).build();
        for (Receiver receiver : receivers) {
            Subscriber<Integer> subscriber = broker.subscribe(TOPIC);
            scheduler.spawn(subscriber.name(), () -> {
                while (true) {
                    receiver.accept(subscriber.receive().payload());
                }
            });
        }
    }

    @Override
    public void publish(Integer message) throws InterruptedException {
        broker.publish(TOPIC, message);
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
