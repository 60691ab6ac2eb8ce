package dev.simbroker.demo;

import dev.simbroker.demo.Scenario.PublisherSpec;
import dev.simbroker.demo.Scenario.SubscriberSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a {@link Scenario} from a YAML file:
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
    private static final int LARGEST_FILE = 2 << 20;

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
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ScenarioReader() {}

    /**
     * @throws ScenarioException if the file cannot be read or is not a valid scenario; the message begins with the
     * file's name
     */
    static Scenario readFile(Path file) throws ScenarioException {
        try {
            return read(load(file));
        } catch (ScenarioException e) {
            throw new ScenarioException(file + ": " + e.getMessage());
        }
    }

    private static String load(Path file) throws ScenarioException {
        try {
            if (Files.isDirectory(file)) {
                throw new ScenarioException("is a directory, not a scenario file");
            }
            return decode(file);
        } catch (NoSuchFileException e) {
            throw new ScenarioException("there is no such file");
        } catch (AccessDeniedException e) {
            throw new ScenarioException("may not be read");
        } catch (CharacterCodingException e) {
            throw new ScenarioException("must be UTF-8 text");
        } catch (IOException e) {
            throw new ScenarioException("cannot be read: " + e.getMessage());
        }
    }

    private static String decode(Path file) throws IOException, ScenarioException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new ScenarioException("must be at most " + LARGEST_FILE + " bytes long");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /** @throws ScenarioException if the text is not a valid scenario */
    static Scenario read(String yaml) throws ScenarioException {
        Fields fields = Fields.of("", parse(yaml), SCENARIO);
        var scenario = new Scenario(
                fields.time("until"),
                fields.named("publishers", PUBLISHER, ScenarioReader::publisher),
                fields.named("subscribers", SUBSCRIBER, ScenarioReader::subscriber),
                fields.has("print") ? fields.choices("print", Section.class) : Section.defaults());
        checkDeadLetterTopics(scenario);
        checkGroups(scenario);
        return scenario;
    }

    private static PublisherSpec publisher(Fields fields) throws ScenarioException {
        return new PublisherSpec(
                fields.text("name"),
                fields.topic("topic"),
                fields.has("startAt") ? fields.time("startAt") : Duration.ZERO,
                fields.positiveTime("interval"),
                fields.has("count") ? fields.count("count") : Long.MAX_VALUE,
                fields.has("burst") ? fields.count("burst") : 1,
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
                fields.has("members") ? fields.count("members") : 1,
                fields.has("failEvery") ? fields.count("failEvery") : 0,
                fields.has("crashAt") ? Optional.of(fields.time("crashAt")) : Optional.empty(),
                fields.has("restartAt") ? Optional.of(fields.time("restartAt")) : Optional.empty());
        if (spec.members() > MOST_MEMBERS) {
            throw new ScenarioException(
                    fields.at("members") + " must be at most " + MOST_MEMBERS + ": " + spec.members());
        }
        if (spec.restartAt().isPresent()
                && spec.crashAt()
                        .map(crash -> crash.compareTo(spec.restartAt().get()) >= 0)
                        .orElse(true)) {
            throw new ScenarioException(fields.at("restartAt") + " must be later than crashAt");
        }
        return spec;
    }

    private static void checkDeadLetterTopics(Scenario scenario) throws ScenarioException {
        Set<String> deadLetterTopics = scenario.deadLetterTopics();
        for (int i = 0; i < scenario.publishers().size(); i++) {
            String topic = scenario.publishers().get(i).topic();
            if (deadLetterTopics.contains(topic)) {
                throw new ScenarioException("publishers[" + i + "].topic must not be a dead-letter topic: " + topic);
            }
        }
        for (int i = 0; i < scenario.subscribers().size(); i++) {
            var spec = scenario.subscribers().get(i);
            var own = spec.subscription().retry().deadLetter();
            if (own.isPresent() && spec.topics().contains(own.get().name())) {
                throw new ScenarioException("subscribers[" + i + "].deadLetter must not be one of its topics: "
                        + own.get().name());
            }
        }
    }

    /** Checks that all subscribers of a group have the same topics and settings. */
    private static void checkGroups(Scenario scenario) throws ScenarioException {
        var first = new HashMap<String, SubscriberSpec>();
        for (int i = 0; i < scenario.subscribers().size(); i++) {
            var spec = scenario.subscribers().get(i);
            var other = first.putIfAbsent(spec.subscription().name(), spec);
            if (other != null
                    && !(other.subscription().equals(spec.subscription())
                            && other.topics().equals(spec.topics()))) {
                throw new ScenarioException("subscribers[" + i + "] must have the topics and the settings of "
                        + other.name() + ", with which it shares the group "
                        + spec.subscription().name());
            }
        }
    }

    private static JsonNode parse(String yaml) throws ScenarioException {
        try {
            refuseAliases(yaml);
            return YAML.readTree(yaml);
        } catch (JacksonException e) {
            throw new ScenarioException(describe(e));
        }
    }

    /** Rejects aliases, which would become the text of their names in a tree. */
    private static void refuseAliases(String yaml) throws ScenarioException {
        try {
            for (Event event : new Parse(LoadSettings.builder().build()).parseString(yaml)) {
                if (event instanceof AliasEvent && event.getStartMark().isPresent()) {
                    var mark = event.getStartMark().get();
                    throw new ScenarioException("line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)
                            + ": aliases are not supported; write the value out");
                }
            }
        } catch (YamlEngineException e) {
            // the reader of the tree reports it
        }
    }

    private static String describe(JacksonException e) {
        if (e.getCause() instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            var mark = marked.getProblemMark().get();
            return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": " + marked.getProblem();
        }
        var location = e.getLocation();
        String where = location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
        return where
                + (e.getOriginalMessage().startsWith("Trailing token")
                        ? "there must be one document in the file, not several"
                        : e.getOriginalMessage());
    }
}
