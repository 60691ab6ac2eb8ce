package dev.simbroker;

import java.util.Objects;

/**
 * A named stream of messages.
 *
 * <p>Two topics of the same name are the same stream, and must carry the same type.
 *
 * @param name its name; words separated by dots, such as {@code orders.eu}
 * @param type the type of its payloads
 * @param <T> the type of its payloads
 */
public record Topic<T>(String name, Class<T> type) implements Destination<T> {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name is blank or contains {@code *} or {@code #}, which are for patterns
     */
    public Topic {
        Objects.requireNonNull(type, "type");
        if (type.isPrimitive()) {
            throw new IllegalArgumentException("the type of topic '" + name + "' must not be primitive: " + type);
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("a topic's name must not be blank: '" + name + "'");
        }
        if (name.indexOf('*') >= 0 || name.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a topic's name must not contain * or #: '" + name + "'");
        }
    }

    /**
     * A topic with payloads of {@code type}.
     *
     * @throws IllegalArgumentException if the name is blank or contains {@code *} or {@code #}
     */
    public static <T> Topic<T> of(String name, Class<T> type) {
        return new Topic<>(name, type);
    }

    @Override
    public boolean matches(Topic<?> topic) {
        return name.equals(topic.name);
    }

    @Override
    public String toString() {
        return "topic '" + name + "'";
    }
}
