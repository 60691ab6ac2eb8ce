package dev.simbroker.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The check of a YAML text before a tree is made of it, in one pass that ends at the first fault: how deep it is nested
 * and how much stands in one list, so that no file takes long or much memory, and what a tree would not show.
 */
final class YamlCheck {

    static final int DEEPEST = 50;
    static final int MOST_NODES = 10_000;
    static final int LONGEST_TEXT = 1_000;

    /** A list or a mapping that has not ended. */
    private static final class Level {

        final boolean mapping;
        final Set<String> keys = new HashSet<>();
        int nodes;

        Level(boolean mapping) {
            this.mapping = mapping;
        }

        boolean expectsKey() {
            return mapping && nodes % 2 == 0;
        }
    }

    private final Deque<Level> levels = new ArrayDeque<>();
    private int documents;

    private YamlCheck() {}

    /** @throws ScenarioException if the text is not YAML, or YAML of a kind that is not read here */
    static void check(String yaml) throws ScenarioException {
        checkCharacters(yaml);
        try {
            var check = new YamlCheck();
            for (Event event : new Parse(LoadSettings.builder().build()).parseString(yaml)) {
                check.next(event);
            }
        } catch (MarkedYamlEngineException e) {
            throw fault(e.getProblemMark(), e.getProblem());
        } catch (YamlEngineException e) {
            throw new ScenarioException("is not valid YAML");
        }
    }

    /** The reader knows where such a character is only within a buffer. */
    private static void checkCharacters(String yaml) throws ScenarioException {
        int line = 1;
        int column = 1;
        for (int character : (Iterable<Integer>) yaml.codePoints()::iterator) {
            if (!StreamReader.isPrintable(character)) {
                throw new ScenarioException("line " + line + ", column " + column + ": must not contain the character "
                        + "U+%04X".formatted(character) + " as it is");
            }
            line += character == '\n' ? 1 : 0;
            column = character == '\n' ? 1 : column + 1;
        }
    }

    private void next(Event event) throws ScenarioException {
        switch (event) {
            case DocumentStartEvent start -> startDocument(start);
            case AliasEvent alias -> throw fault(alias, "aliases are not supported; write the value out");
            case NodeEvent node -> node(node);
            case CollectionEndEvent end -> levels.pop();
            default -> {}
        }
    }

    private void startDocument(Event start) throws ScenarioException {
        if (++documents > 1) {
            throw fault(start, "there must be one document in the file, not several");
        }
    }

    private void node(NodeEvent node) throws ScenarioException {
        Level around = levels.peek();
        if (around != null) {
            if (around.expectsKey()) {
                key(node, around);
            }
            if (++around.nodes > (around.mapping ? 2 : 1) * MOST_NODES) {
                throw fault(node, "there must be at most " + MOST_NODES + " nodes in one list or mapping");
            }
        }
        if (node instanceof CollectionStartEvent) {
            if (levels.size() == DEEPEST) {
                throw fault(node, "lists and mappings must be nested at most " + DEEPEST + " deep");
            }
            levels.push(new Level(node instanceof MappingStartEvent));
        } else if (node instanceof ScalarEvent scalar && scalar.getValue().length() > LONGEST_TEXT) {
            throw fault(node, "a value must be at most " + LONGEST_TEXT + " characters long");
        }
    }

    private static void key(NodeEvent node, Level mapping) throws ScenarioException {
        if (!(node instanceof ScalarEvent scalar)) {
            throw fault(node, "a key must be text");
        }
        if (!mapping.keys.add(scalar.getValue())) {
            throw fault(node, "the key must not be there twice: " + Fields.cut(scalar.getValue()));
        }
    }

    private static ScenarioException fault(Event event, String fault) {
        return fault(event.getStartMark(), fault);
    }

    private static ScenarioException fault(Optional<Mark> where, String fault) {
        return new ScenarioException(
                where.map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ")
                                .orElse("")
                        + fault);
    }
}
