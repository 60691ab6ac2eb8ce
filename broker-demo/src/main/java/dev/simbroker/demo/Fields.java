package dev.simbroker.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mapping in a scenario file, with its path in the file. Every error names the path, the rule and the value.
 *
 * @param path the path of the mapping, such as {@code publishers[0]}; empty for the whole file
 * @param node the mapping
 */
record Fields(String path, ObjectNode node) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 60;

    /** Reads an element of a list. */
    interface Reader<T> {
        T read(Fields fields) throws ScenarioException;
    }

    static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }

    static Fields of(String path, JsonNode node, Set<String> known) throws ScenarioException {
        if (!(node instanceof ObjectNode mapping)) {
            throw new ScenarioException((path.isEmpty() ? "a scenario" : path) + " must be a mapping with the keys "
                    + String.join(", ", known) + ": " + show(node));
        }
        var fields = new Fields(path, mapping);
        for (String name : mapping.propertyNames()) {
            if (!known.contains(name)) {
                throw new ScenarioException(
                        fields.at(cut(name)) + " is not known here, only " + String.join(", ", known) + " are");
            }
        }
        return fields;
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return node.has(name);
    }

    boolean isList(String name) throws ScenarioException {
        return required(name).isArray();
    }

    boolean isMapping(String name) throws ScenarioException {
        return required(name).isObject();
    }

    Fields mapping(String name, Set<String> known) throws ScenarioException {
        return of(at(name), required(name), known);
    }

    /** @throws ScenarioException if one of these keys is present */
    void refuse(String rule, String... names) throws ScenarioException {
        for (String name : names) {
            if (has(name)) {
                throw new ScenarioException(at(name) + " " + rule);
            }
        }
    }

    /** A constant of an enum, written as {@code at-least-once}. */
    <E extends Enum<E>> E choice(String name, E ifMissing) throws ScenarioException {
        if (!has(name)) {
            return ifMissing;
        }
        return constant(ifMissing.getDeclaringClass(), at(name), required(name));
    }

    /** A list of distinct constants of an enum. */
    <E extends Enum<E>> Set<E> choices(String name, Class<E> type) throws ScenarioException {
        var constants = EnumSet.noneOf(type);
        List<JsonNode> values = nonEmptyList(name);
        for (int i = 0; i < values.size(); i++) {
            String at = at(name) + "[" + i + "]";
            E constant = constant(type, at, values.get(i));
            if (!constants.add(constant)) {
                throw new ScenarioException(at + " must not be there twice: " + word(constant));
            }
        }
        return constants;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String at, JsonNode value) throws ScenarioException {
        return constant(type, text(at, value))
                .orElseThrow(() -> new ScenarioException(at + " must be one of " + words(type) + ": " + show(value)));
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst();
    }

    static <E extends Enum<E>> String words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Fields::word).collect(Collectors.joining(", "));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A whole number, at least 1. */
    int count(String name) throws ScenarioException {
        return count(name, Integer.MAX_VALUE);
    }

    /** A whole number from 1 to {@code most}. */
    int count(String name, int most) throws ScenarioException {
        JsonNode value = required(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > most) {
            throw new ScenarioException(at(name) + " must be a whole number from 1 to " + most + ": " + show(value));
        }
        return value.intValue();
    }

    /** A number from 0 to 1. */
    double fraction(String name) throws ScenarioException {
        BigDecimal value = number(name);
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw new ScenarioException(at(name) + " must be from 0 to 1: " + show(required(name)));
        }
        return value.doubleValue();
    }

    /** A text or a list of texts. */
    List<String> texts(String name) throws ScenarioException {
        if (!isList(name)) {
            return List.of(text(name));
        }
        var texts = new ArrayList<String>();
        for (JsonNode value : nonEmptyList(name)) {
            texts.add(text(at(name) + "[" + texts.size() + "]", value));
        }
        return List.copyOf(texts);
    }

    List<Duration> times(String name) throws ScenarioException {
        var times = new ArrayList<Duration>();
        for (JsonNode value : nonEmptyList(name)) {
            String at = at(name) + "[" + times.size() + "]";
            times.add(Seconds.parse(at, number(at, value)));
        }
        return List.copyOf(times);
    }

    String text(String name) throws ScenarioException {
        return text(at(name), required(name));
    }

    private static String text(String at, JsonNode value) throws ScenarioException {
        if (!value.isString()) {
            throw new ScenarioException(at + " must be text: " + show(value));
        }
        String text = value.stringValue();
        if (text.isBlank()) {
            throw new ScenarioException(at + " must not be blank: " + show(value));
        }
        if (!OneLine.isVisible(text)) {
            throw new ScenarioException(at + " must not contain control or invisible characters: " + show(value));
        }
        if (text.length() > LONGEST_NAME) {
            throw new ScenarioException(at + " must be at most " + LONGEST_NAME + " characters long: " + show(value));
        }
        return text;
    }

    String topic(String name) throws ScenarioException {
        return topic(at(name), required(name));
    }

    private static String topic(String at, JsonNode value) throws ScenarioException {
        String topic = text(at, value);
        if (topic.contains("*") || topic.contains("#")) {
            throw new ScenarioException(at + " must not contain * or #: " + show(value));
        }
        return topic;
    }

    List<String> topics(String name) throws ScenarioException {
        var topics = new LinkedHashSet<String>();
        List<JsonNode> values = nonEmptyList(name);
        for (int i = 0; i < values.size(); i++) {
            String at = at(name) + "[" + i + "]";
            String topic = topic(at, values.get(i));
            if (!topics.add(topic)) {
                throw new ScenarioException(at + " must not be there twice: " + cut(topic));
            }
        }
        return List.copyOf(topics);
    }

    /** A time in decimal seconds, zero included. */
    Duration time(String name) throws ScenarioException {
        return Seconds.parse(at(name), number(name));
    }

    /** A time in decimal seconds, greater than zero. */
    Duration positiveTime(String name) throws ScenarioException {
        BigDecimal seconds = number(name);
        if (seconds.signum() <= 0) {
            throw new ScenarioException(at(name) + " must be greater than 0: " + show(required(name)));
        }
        return Seconds.parse(at(name), seconds);
    }

    private BigDecimal number(String name) throws ScenarioException {
        return number(at(name), required(name));
    }

    private static BigDecimal number(String at, JsonNode value) throws ScenarioException {
        if (!value.isNumber() || value.isDouble()) { // only .inf and .nan are read as doubles
            throw new ScenarioException(at + " must be a number: " + show(value));
        }
        return value.decimalValue();
    }

    /** A list of mappings with distinct {@code name}s. */
    <T> List<T> named(String name, Set<String> known, Reader<T> reader) throws ScenarioException {
        var result = new ArrayList<T>();
        var names = new HashSet<String>();
        List<JsonNode> values = list(name);
        for (int i = 0; i < values.size(); i++) {
            Fields fields = Fields.of(at(name) + "[" + i + "]", values.get(i), known);
            result.add(reader.read(fields));
            if (!names.add(fields.text("name"))) {
                throw new ScenarioException(fields.at("name") + " must be used only once: " + cut(fields.text("name")));
            }
        }
        return List.copyOf(result);
    }

    private List<JsonNode> nonEmptyList(String name) throws ScenarioException {
        List<JsonNode> values = list(name);
        if (values.isEmpty()) {
            throw new ScenarioException(at(name) + " must not be empty: []");
        }
        return values;
    }

    private List<JsonNode> list(String name) throws ScenarioException {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw new ScenarioException(at(name) + " must be a list: " + show(value));
        }
        return List.copyOf(value.values());
    }

    private JsonNode required(String name) throws ScenarioException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw new ScenarioException(at(name) + " is missing");
        }
        return value;
    }

    private static String show(JsonNode value) {
        String text = value.isMissingNode() ? "(nothing)" : value.toString();
        return cut(text);
    }

    /** A value in an error, short enough to leave room for the rest. */
    static String cut(String text) {
        return OneLine.of(text, LONGEST_VALUE);
    }
}
