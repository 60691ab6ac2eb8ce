package dev.simbroker.demo;

import dev.simbroker.BrokerListener;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.time.Scheduler;
import java.io.PrintStream;

/** Prints what happens in a broker, a line for each event, in the words of the original program. */
record EventLines(Scheduler scheduler, PrintStream out) implements BrokerListener {

    @Override
    public void published(Message<?> message) {
        print(message.headers().get(Message.PUBLISHER) + " publishing: " + message.payload());
    }

    @Override
    public void unrouted(Message<?> message) {
        print("No subscribers for topic '" + message.topic().name() + "'");
    }

    @Override
    public void received(Delivery<?> delivery) {
        print(delivery.subscription() + " received from '"
                + delivery.message().topic().name() + "': "
                + delivery.payload() + " (latency: "
                + Seconds.format(delivery.latency().toNanos()) + ")");
    }

    private void print(String event) {
        out.print("[" + Seconds.format(scheduler.nanoTime()) + "] " + event + "\n");
    }
}
