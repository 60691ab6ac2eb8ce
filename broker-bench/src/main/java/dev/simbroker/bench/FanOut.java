package dev.simbroker.bench;

import dev.simbroker.Broker;
import dev.simbroker.bench.Round.Receiver;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** A system in which each of several subscribers gets every message, on threads of its own. */
interface FanOut extends AutoCloseable {

    /** Hands a message to every subscriber; waits only where a limit of the system's wants it. */
    void publish(Integer message) throws Exception;

    /** Ends its threads. */
    @Override
    void close() throws Exception;

    /**
     * The system of that name, with subscribers that wait.
     *
     * @param batch the most messages that are ever on their way
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
