package dev.simbroker.internal.broker;

import dev.simbroker.RemovalReason;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.TopicStatistics;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.time.spi.ReportSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * What a broker has to say when a test fails: which handlers threw, and what became of messages that nobody got, which
 * is mostly the answer.
 */
final class BrokerReport implements ReportSource {

    private static final int LISTED = 20;

    private final BrokerContext broker;
    private final Topology topology;
    private final HandlerFailures failures;

    BrokerReport(BrokerContext broker, Topology topology, HandlerFailures failures) {
        this.broker = broker;
        this.topology = topology;
        this.failures = failures;
    }

    @Override
    public List<String> report() {
        var lines = new ArrayList<String>();
        if (broker.isBroken()) {
            lines.add(broker + " is broken, since memory ran out in the midst of a change");
        }
        var messages = new ArrayList<String>();
        for (TopicStatistics topic : topics()) {
            addIfAny(messages, "topic '" + topic.topic() + "'", fates(topic));
        }
        for (SubscriptionStatistics subscription : subscriptions()) {
            String name = "subscription '" + subscription.subscription() + "' on '" + subscription.destination() + "'";
            addIfAny(messages, name, fates(subscription));
        }
        if (!messages.isEmpty()) {
            lines.add("messages of " + broker + " that nobody has received and settled:");
            messages.stream().limit(LISTED).forEach(line -> lines.add("  " + line));
            if (messages.size() > LISTED) {
                lines.add("  and " + (messages.size() - LISTED) + " more");
            }
        }
        lines.addAll(failures.lines());
        return lines;
    }

    /** In a simulation without the guard, which the caller may have no business in. */
    private List<TopicStatistics> topics() {
        return isGuarded() ? broker.guarded(topology::topics) : topology.topics();
    }

    private List<SubscriptionStatistics> subscriptions() {
        return isGuarded() ? broker.guarded(topology::statistics) : topology.statistics();
    }

    private boolean isGuarded() {
        return broker.guard().isParallel() && !broker.isBroken();
    }

    private static void addIfAny(List<String> lines, String what, StringJoiner fates) {
        if (fates.length() > 0) {
            lines.add(what + ": " + fates);
        }
    }

    private static StringJoiner fates(TopicStatistics topic) {
        var fates = new StringJoiner(", ");
        add(fates, topic.unrouted(), "that no subscription wanted");
        add(fates, topic.rejected(), "rejected");
        add(fates, topic.duplicates(), "refused as duplicates");
        return fates;
    }

    private static StringJoiner fates(SubscriptionStatistics subscription) {
        var fates = new StringJoiner(", ");
        add(fates, subscription.filtered(), "filtered out");
        addByReason(fates, "dropped", subscription::dropped);
        addByReason(fates, "dead-lettered", subscription::deadLettered);
        add(fates, subscription.overfilled(), "beyond the capacity");
        add(fates, subscription.ready(), "ready");
        add(fates, subscription.delayed(), "delayed");
        add(fates, subscription.inFlight(), "in flight");
        return fates;
    }

    private static void addByReason(StringJoiner fates, String how, ToLongFunction<RemovalReason> count) {
        for (RemovalReason reason : RemovalReason.values()) {
            String why = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            add(fates, count.applyAsLong(reason), how + " (" + why + ")");
        }
    }

    private static void add(StringJoiner fates, long count, String fate) {
        if (count > 0) {
            fates.add(count + " " + fate);
        }
    }
}
