package dev.simbroker;

import java.util.Objects;
import java.util.Optional;

/**
 * What one member of a consumer group says of itself when it subscribes; everything else the members of a group have in
 * common, in their {@link Subscription}.
 *
 * @param name its name, by which events and attempts tell the members apart; empty for one that the broker makes of the
 *     subscription's name
 * @param weight its share of the messages with {@link Assignment#WEIGHTED}
 */
public record Member(Optional<String> name, int weight) {

    private static final Member UNNAMED = new Member(Optional.empty(), 1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the name is blank, or the weight less than 1
     */
    public Member {
        Objects.requireNonNull(name, "name");
        if (name.isPresent() && name.get().isBlank()) {
            throw new IllegalArgumentException("a member's name must not be blank: '" + name.get() + "'");
        }
        if (weight < 1) {
            throw new IllegalArgumentException("a member's weight must be at least 1: " + weight);
        }
    }

    /** A member with a name of the broker's making, and a weight of 1. */
    public static Member unnamed() {
        return UNNAMED;
    }

    /** A member with that name, and a weight of 1. */
    public static Member named(String name) {
        return new Member(Optional.of(name), 1);
    }

    /** A copy with that weight. */
    public Member weight(int newWeight) {
        return new Member(name, newWeight);
    }
}
