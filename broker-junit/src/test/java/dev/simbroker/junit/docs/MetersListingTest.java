package dev.simbroker.junit.docs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import dev.simbroker.junit.SimulationTest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

class MetersListingTest {

    private static final List<String> HEAD = List.of(
            "The meters of a broker: name, kind, unit, tags. Generated from a registry: MetersListingTest compares.",
            "Tags without a value hold names that the application gives: of brokers, topics and subscriptions.",
            "");

    /** Tags whose values are names that the application gives. */
    private static final Set<String> NAMES = Set.of("broker", "destination", "subscription");

    @SimulationTest
    void meters_areThoseOfTheListing(Broker broker, MeterRegistry registry) throws Exception {
        Topic<String> orders = Topic.of("orders", String.class);
        var subscriber = broker.subscribe(orders, Subscription.named("billing").atLeastOnce());
        broker.publish(orders, "an order");
        subscriber.receive().ack();

        Listing.assertUpToDate("meters", meters(registry));
    }

    private static List<String> meters(MeterRegistry registry) {
        var lines = new ArrayList<>(HEAD);
        registry.getMeters().stream()
                .collect(groupingBy(meter -> meter.getId().getName(), TreeMap::new, mapping(meter -> meter, toList())))
                .values()
                .forEach(meters -> lines.add(describe(meters)));
        return lines;
    }

    private static String describe(List<Meter> meters) {
        Meter first = meters.getFirst();
        return "%-28s %-16s %-9s %s"
                .formatted(
                        first.getId().getName(),
                        kind(first),
                        Objects.requireNonNullElse(first.getId().getBaseUnit(), ""),
                        tags(meters))
                .strip();
    }

    private static String kind(Meter meter) {
        return meter.match(
                gauge -> "gauge",
                counter -> "counter",
                timer -> "timer",
                summary -> "summary",
                longTaskTimer -> "long task timer",
                timeGauge -> "time gauge",
                functionCounter -> "function counter",
                functionTimer -> "function timer",
                other -> "other");
    }

    private static String tags(List<Meter> meters) {
        return meters.stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .collect(groupingBy(Tag::getKey, TreeMap::new, mapping(Tag::getValue, toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .map(tag -> NAMES.contains(tag.getKey())
                        ? tag.getKey()
                        : tag.getKey() + "=" + String.join("|", tag.getValue()))
                .collect(joining(" "));
    }
}
