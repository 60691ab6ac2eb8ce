package dev.simbroker.demo;

import dev.simbroker.SubscriptionStatistics;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A table with a row for each subscription and one for all. In every row, the accepted messages are the sum of those
 * settled, dead-lettered, dropped, waiting (ready or delayed) and in flight.
 *
 * @param subscriptions the subscriptions, each with its destinations
 */
record Summary(Map<String, List<SubscriptionStatistics>> subscriptions) {

    private static final String ALL = "(all)";

    private static final List<Column> COLUMNS = List.of(
            new Column("accepted", SubscriptionStatistics::accepted),
            new Column("settled", SubscriptionStatistics::settled),
            new Column("dead-lettered", SubscriptionStatistics::deadLettered),
            new Column("dropped", SubscriptionStatistics::dropped),
            new Column("waiting", subscription -> subscription.ready() + subscription.delayed()),
            new Column("in flight", SubscriptionStatistics::inFlight),
            new Column("received", SubscriptionStatistics::received),
            new Column("redelivered", Report::redelivered));

    private record Column(String heading, ToLongFunction<SubscriptionStatistics> count) {

        String of(List<SubscriptionStatistics> destinations) {
            return String.valueOf(Report.sum(destinations, count));
        }
    }

    void print(PrintStream out) {
        var rows = new ArrayList<List<String>>();
        rows.add(headings());
        subscriptions.forEach((name, destinations) -> rows.add(row(name, destinations)));
        rows.add(row(ALL, subscriptions.values().stream().flatMap(List::stream).toList()));
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
