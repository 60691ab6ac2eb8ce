package dev.simbroker.demo;

import dev.simbroker.BrokerListener;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Message;
import dev.simbroker.Publication;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.time.Scheduler;
import java.io.PrintStream;
import java.time.Duration;

/** Prints a line for each event of a broker, in the words and the style of the original program. */
record EventLines(Scheduler scheduler, PrintStream out) implements BrokerListener {

    @Override
    public void published(Message<?> message) {
        if (!(message.payload() instanceof DeadLetter)) {
            print(message.headers().get(Message.PUBLISHER) + " publishing: " + message.payload());
        }
    }

    @Override
    public void unrouted(Message<?> message) {
        print("No subscribers for topic '" + message.topic().name() + "'");
    }

    @Override
    public void duplicate(Publication<?> publication) {
        print("Duplicate for topic '" + publication.topic().name() + "': " + publication.payload());
    }

    @Override
    public void refused(Publication<?> publication, SubscriptionStatistics by) {
        print(by.subscription() + " rejected from '" + publication.topic().name() + "': " + publication.payload());
    }

    @Override
    public void received(Delivery<?> delivery) {
        print(delivery.subscriber() + " received from '"
                + delivery.message().topic().name() + "': "
                + text(delivery.message()) + " (latency: "
                + Seconds.format(delivery.latency().toNanos()) + ")");
    }

    @Override
    public void acked(Delivery<?> delivery) {
        print(delivery.subscriber() + " acknowledged: " + text(delivery.message()) + " (attempt " + delivery.attempt()
                + ")");
    }

    @Override
    public void redelivering(Delivery<?> delivery, RedeliveryCause cause, Duration delay) {
        print("Redelivering to " + delivery.subscription()
                + (delay.isZero() ? "" : " in " + Seconds.format(delay.toNanos())) + ": " + text(delivery.message())
                + " (attempt " + delivery.attempt() + " " + Fields.word(cause) + ")");
    }

    @Override
    public void deadLettered(DeadLetter letter, SubscriptionStatistics subscription) {
        print("Dead letter of " + letter.subscription() + ": " + text(letter.message()) + " ("
                + Fields.word(letter.reason()) + ", attempts: " + letter.attempts() + ")");
    }

    @Override
    public void dropped(Message<?> message, RemovalReason reason, SubscriptionStatistics subscription) {
        print("Dropping for " + subscription.subscription() + ": " + text(message) + " (" + Fields.word(reason) + ")");
    }

    private static String text(Message<?> message) {
        return message.payload() instanceof DeadLetter letter
                ? text(letter.message())
                : String.valueOf(message.payload());
    }

    void print(String event) {
        out.print("[" + Seconds.format(scheduler.nanoTime()) + "] " + event + "\n");
    }
}
