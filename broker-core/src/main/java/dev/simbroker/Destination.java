package dev.simbroker;

/**
 * What can be subscribed to: a {@link Topic}, or by a {@link TopicPattern} every topic whose name matches.
 *
 * @param <T> what the messages carry
 */
public sealed interface Destination<T> permits Topic, TopicPattern {

    /** The topic's name, or the pattern. */
    String name();

    /** What the messages carry. */
    Class<T> type();

    /** Whether messages of {@code topic} come here. */
    boolean matches(Topic<?> topic);
}
