package dev.simbroker;

/**
 * A destination of subscriptions: a {@link Topic}, or a {@link TopicPattern} for every topic whose name matches.
 *
 * @param <T> the type of the payloads
 */
public sealed interface Destination<T> permits Topic, TopicPattern {

    /** The topic's name, or the pattern. */
    String name();

    /** The type of the payloads. */
    Class<T> type();

    /** Whether messages of {@code topic} belong to it. */
    boolean matches(Topic<?> topic);
}
