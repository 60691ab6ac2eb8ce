package dev.simbroker.demo;

import dev.simbroker.demo.Scenario.PublisherSpec;
import dev.simbroker.demo.Scenario.SubscriberSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
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
 * <p>Times are decimal seconds. A file that breaks a rule is refused as a whole.
 */
final class ScenarioReader {

    private static final long LARGEST_FILE = 2L << 20;

    private static final Set<String> SCENARIO = keys("until", "publishers", "subscribers");
    private static final Set<String> PUBLISHER = keys("name", "topic", "interval");
    private static final Set<String> SUBSCRIBER = keys("name", "topics", "processing");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ScenarioReader() {}

    private static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    /** @throws ScenarioException if the file cannot be read or is no valid scenario; its message begins with the file's name */
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
            if (Files.size(file) > LARGEST_FILE) {
                throw new ScenarioException("must be at most " + LARGEST_FILE + " bytes long: " + Files.size(file));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
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

    /** @throws ScenarioException if the text is no valid scenario */
    static Scenario read(String yaml) throws ScenarioException {
        Fields scenario = Fields.of("", parse(yaml), SCENARIO);
        return new Scenario(
                scenario.time("until"),
                scenario.named("publishers", PUBLISHER, ScenarioReader::publisher),
                scenario.named("subscribers", SUBSCRIBER, ScenarioReader::subscriber));
    }

    private static PublisherSpec publisher(Fields fields) throws ScenarioException {
        return new PublisherSpec(fields.text("name"), fields.topic("topic"), fields.positiveTime("interval"));
    }

    private static SubscriberSpec subscriber(Fields fields) throws ScenarioException {
        return new SubscriberSpec(fields.text("name"), fields.topics("topics"), fields.time("processing"));
    }

    private static JsonNode parse(String yaml) throws ScenarioException {
        try {
            return YAML.readTree(yaml);
        } catch (JacksonException e) {
            throw new ScenarioException(describe(e));
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
