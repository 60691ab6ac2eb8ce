package dev.simbroker;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * A condition on the messages that a subscription wants. Two filters are equal if their descriptions are, so that
 * members of a group can each bring their own.
 *
 * @param description the condition in words
 * @param condition the condition; must depend on the message alone
 */
public record Filter(String description, Predicate<Message<?>> condition) {

    /** The filter that every message passes. */
    public static final Filter ALL = new Filter("all", message -> true);

    /** Checks the values. */
    public Filter {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(condition, "condition");
    }

    /** A filter by {@code condition}, which {@code description} says in words. */
    public static Filter of(String description, Predicate<Message<?>> condition) {
        return new Filter(description, condition);
    }

    /** A filter for messages whose header {@code name} is {@code value}. */
    public static Filter header(String name, String value) {
        return of(name + "=" + value, message -> value.equals(message.headers().get(name)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter that && description.equals(that.description);
    }

    @Override
    public int hashCode() {
        return description.hashCode();
    }

    @Override
    public String toString() {
        return description;
    }
}
