package dev.simbroker.demo;

import dev.simbroker.RedeliveryCause;
import dev.simbroker.SubscriptionStatistics;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A table with a row for each subscription and one for all. In every row, the accepted messages are the sum of those
 * settled, dead-lettered, dropped, waiting (ready or delayed) and in flight.
 *
 * @param subscriptions the subscriptions
 */
record Summary(List<SubscriptionStatistics> subscriptions) {

    private static final String ALL = "(all)";

    private static final List<Column> COLUMNS = List.of(
            new Column("accepted", SubscriptionStatistics::accepted),
            new Column("settled", SubscriptionStatistics::settled),
            new Column("dead-lettered", SubscriptionStatistics::deadLettered),
            new Column("dropped", SubscriptionStatistics::dropped),
            new Column("waiting", subscription -> subscription.ready() + subscription.delayed()),
            new Column("in flight", SubscriptionStatistics::inFlight),
            new Column("received", SubscriptionStatistics::received),
            new Column("redelivered", Summary::redelivered));

    private record Column(String heading, ToLongFunction<SubscriptionStatistics> count) {

        String of(List<SubscriptionStatistics> destinations) {
            return String.valueOf(destinations.stream().mapToLong(count).sum());
        }
    }

    private static long redelivered(SubscriptionStatistics subscription) {
        return Arrays.stream(RedeliveryCause.values())
                .mapToLong(subscription::redelivered)
                .sum();
    }

    void print(PrintStream out) {
        var rows = new ArrayList<List<String>>();
        rows.add(headings());
        var byName = new LinkedHashMap<String, List<SubscriptionStatistics>>();
        for (var subscription : subscriptions) {
            byName.computeIfAbsent(subscription.subscription(), name -> new ArrayList<>())
                    .add(subscription);
        }
        byName.forEach((name, destinations) -> rows.add(row(name, destinations)));
        rows.add(row(ALL, subscriptions));
        new Table(1, rows).print(out);
    }

    private static List<String> headings() {
        return Stream.concat(Stream.of("subscription"), COLUMNS.stream().map(Column::heading))
                .toList();
    }

    private static List<String> row(String name, List<SubscriptionStatistics> destinations) {
        return Stream.concat(Stream.of(name), COLUMNS.stream().map(column -> column.of(destinations)))
                .toList();
    }
}
