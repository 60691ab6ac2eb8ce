package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.bench.BatchTracker.Receiver;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** A system that delivers every message to each of several subscribers, on threads of its own. */
interface FanOut extends AutoCloseable {

    /** Publishes a message to every subscriber; waits only if a limit of the system requires it. */
    void publish(Integer message) throws Exception;

    /** Ends the system's threads. */
    @Override
    void close();

    /**
     * The system with that name, with subscribers that are waiting.
     *
     * @param batch the maximum number of messages under way at once
     */
    static FanOut of(String system, List<Receiver> receivers, int batch) {
        return switch (system) {
            case "broker" -> new BrokerFanOut(receivers, Broker::builder);
            case "brokerWithoutLatency" ->
                new BrokerFanOut(
                        receivers, scheduler -> Broker.builder(scheduler).withoutLatency());
            case "jox" -> new JoxFanOut(receivers);
            case "linkedBlockingQueue" -> new QueueFanOut(receivers, LinkedBlockingQueue::new);
            case "submissionPublisher" -> new FlowFanOut(receivers, batch);
            case "disruptor" -> new DisruptorFanOut(receivers, batch);
            case "asyncEventBus" -> new EventBusFanOut(receivers);
            default -> throw new IllegalArgumentException("there is no system '" + system + "' to fan out with");
        };
    }
}
