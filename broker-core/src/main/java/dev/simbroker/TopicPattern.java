package dev.simbroker;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A pattern of topic names, with the meaning that RabbitMQ and AMQP give it: names are words separated by dots,
 * {@code *} stands for exactly one word, {@code #} for any number of words, zero included. {@code orders.*.eu} matches
 * {@code orders.new.eu}, {@code orders.#} matches {@code orders} and {@code orders.new.eu}.
 *
 * <p>Only topics whose messages are of this pattern's type match.
 *
 * @param name the pattern
 * @param type the type of the payloads
 * @param <T> the type of the payloads
 * @see <a href="https://www.rabbitmq.com/tutorials/tutorial-five-java">RabbitMQ, topics</a>
 */
public record TopicPattern<T>(String name, Class<T> type) implements Destination<T> {

    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException if it is blank, or {@code *} or {@code #} is only a part of a word
     */
    public TopicPattern {
        Objects.requireNonNull(type, "type");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a topic pattern must not be blank: '" + name + "'");
        }
        for (String word : words(name)) {
            if (word.length() > 1 && (word.contains("*") || word.contains("#"))) {
                throw new IllegalArgumentException(
                        "* and # must stand for whole words in a topic pattern: '" + name + "'");
            }
        }
    }

    /** A pattern over topics with payloads of {@code type}. */
    public static <T> TopicPattern<T> of(String name, Class<T> type) {
        return new TopicPattern<>(name, type);
    }

    @Override
    public boolean matches(Topic<?> topic) {
        return type.isAssignableFrom(topic.type()) && matches(words(name), words(topic.name()));
    }

    /** Goes through the words of the name, with the set of positions in the pattern that they may have reached. */
    private static boolean matches(List<String> pattern, List<String> words) {
        var at = new boolean[pattern.size() + 1];
        at[0] = true;
        skipHashes(pattern, at);
        for (String word : words) {
            var then = new boolean[pattern.size() + 1];
            for (int p = 0; p < pattern.size(); p++) {
                if (at[p]) {
                    String expected = pattern.get(p);
                    then[p] |= expected.equals("#");
                    then[p + 1] |= expected.equals("*") || expected.equals(word);
                }
            }
            skipHashes(pattern, then);
            at = then;
        }
        return at[pattern.size()];
    }

    private static void skipHashes(List<String> pattern, boolean[] at) {
        for (int p = 0; p < pattern.size(); p++) {
            at[p + 1] |= at[p] && pattern.get(p).equals("#");
        }
    }

    private static List<String> words(String name) {
        return Arrays.asList(name.split("\\.", -1));
    }

    @Override
    public String toString() {
        return "topics '" + name + "'";
    }
}
