package dev.simbroker.demo;

import dev.simbroker.demo.Scenario.PublisherSpec;
import dev.simbroker.demo.Scenario.SubscriberSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a {@link Scenario} from YAML:
 *
 * <pre>{@code
 * until: 20
 * publishers:
 *   - {name: OrderService, topic: orders, interval: 2.0}
 * subscribers:
 *   - {name: Inventory, topics: [orders], processing: 0.5}
 * }</pre>
 *
 * <p>Times are decimal seconds. A file that breaks a rule is rejected as a whole.
 */
final class ScenarioReader {

    private static final int MOST_MEMBERS = 1000;
    private static final int LARGEST_BURST = 10_000;

    private static final Set<String> SCENARIO = Fields.keys("until", "publishers", "subscribers", "print");
    private static final Set<String> PUBLISHER =
            Fields.keys("name", "topic", "interval", "startAt", "count", "burst", "key", "delay", "ttl");
    private static final Set<String> SUBSCRIBER = Fields.keys(
            "name",
            "topics",
            "processing",
            "guarantee",
            "ackTimeout",
            "deliveryLimit",
            "backoff",
            "deadLetter",
            "capacity",
            "overflow",
            "group",
            "members",
            "assignment",
            "failEvery",
            "crashAt",
            "restartAt");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ScenarioReader() {}

    /** @throws ScenarioException if the text is not a valid scenario */
    static Scenario read(String yaml) throws ScenarioException {
        Fields fields = Fields.of("", parse(yaml), SCENARIO);
        var scenario = new Scenario(
                fields.time("until"),
                fields.named("publishers", PUBLISHER, ScenarioReader::publisher),
                fields.named("subscribers", SUBSCRIBER, ScenarioReader::subscriber),
                fields.has("print") ? fields.choices("print", Section.class) : Section.defaults());
        ScenarioRules.check(scenario);
        return scenario;
    }

    private static PublisherSpec publisher(Fields fields) throws ScenarioException {
        return new PublisherSpec(
                fields.text("name"),
                fields.topic("topic"),
                fields.has("startAt") ? fields.time("startAt") : Duration.ZERO,
                fields.positiveTime("interval"),
                fields.has("count") ? fields.count("count") : Long.MAX_VALUE,
                fields.has("burst") ? fields.count("burst", LARGEST_BURST) : 1,
                fields.has("key") ? fields.texts("key") : List.of(),
                fields.has("delay") ? fields.time("delay") : Duration.ZERO,
                fields.has("ttl") ? Optional.of(fields.positiveTime("ttl")) : Optional.empty());
    }

    private static SubscriberSpec subscriber(Fields fields) throws ScenarioException {
        var spec = new SubscriberSpec(
                fields.text("name"),
                fields.topics("topics"),
                fields.time("processing"),
                SubscriptionReader.read(fields),
                fields.has("members") ? fields.count("members", MOST_MEMBERS) : 1,
                fields.has("failEvery") ? fields.count("failEvery") : 0,
                fields.has("crashAt") ? Optional.of(fields.time("crashAt")) : Optional.empty(),
                fields.has("restartAt") ? Optional.of(fields.time("restartAt")) : Optional.empty());
        if (spec.restartAt().isPresent()
                && spec.crashAt()
                        .map(crash -> crash.compareTo(spec.restartAt().get()) >= 0)
                        .orElse(true)) {
            throw new ScenarioException(fields.at("restartAt") + " must be later than crashAt");
        }
        return spec;
    }

    private static JsonNode parse(String yaml) throws ScenarioException {
        YamlCheck.check(yaml);
        try {
            return YAML.readTree(yaml);
        } catch (JacksonException e) { // what passed the check is a tree, in which a number may still be absurd
            var where = e.getLocation();
            throw new ScenarioException("line " + where.getLineNr() + ", column " + where.getColumnNr()
                    + ": there is a value that cannot be read");
        }
    }
}
