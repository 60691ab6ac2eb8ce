package dev.simbroker.internal.subscription;

import dev.simbroker.Assignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a consumer group in the order in which they joined, and the choice among them for each message. */
final class Assigner<T> {

    private final Assignment assignment;
    private final List<LocalMember<T>> all = new ArrayList<>();
    /** The index of the member whose turn is next. */
    private int turn;

    Assigner(Assignment assignment) {
        this.assignment = assignment;
    }

    List<LocalMember<T>> all() {
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void add(LocalMember<T> member) {
        all.add(member);
    }

    void remove(LocalMember<T> member) {
        int index = all.indexOf(member);
        if (index >= 0) {
            all.remove(index);
            turn -= index < turn ? 1 : 0;
        }
    }

    /** The member that gets a message of {@code key}; null if there is none. */
    @Nullable LocalMember<T> choose(@Nullable String key) {
        if (all.isEmpty()) {
            return null;
        }
        return switch (assignment) {
            case SHARED, LEAST_LOADED ->
                all.stream().min(Comparator.comparingInt(LocalMember::load)).orElseThrow();
            case ROUND_ROBIN -> inTurn();
            case WEIGHTED -> byWeight();
            case BY_KEY -> key == null ? inTurn() : ofKey(key);
        };
    }

    private LocalMember<T> inTurn() {
        if (turn >= all.size()) {
            turn = 0;
        }
        return all.get(turn++);
    }

    /**
     * Smooth weighted round-robin, as in nginx: every member is credited its weight, and the
     * one with the most credit is chosen and pays for all.
     */
    private LocalMember<T> byWeight() {
        long total = 0;
        LocalMember<T> richest = all.getFirst();
        for (LocalMember<T> member : all) {
            member.credit += member.weight;
            total += member.weight;
            if (member.credit > richest.credit) {
                richest = member;
            }
        }
        richest.credit -= total;
        return richest;
    }

    /** Rendezvous hashing: when a member joins or leaves, only keys that move to or from it change hands. */
    private LocalMember<T> ofKey(String key) {
        return all.stream()
                .max(Comparator.comparingInt(member -> score(key, member.name())))
                .orElseThrow();
    }

    /**
     * The hash codes of strings are fixed by the Java specification; the rest mixes them (the finalizer of
     * MurmurHash3).
     */
    private static int score(String key, String member) {
        int hash = 31 * key.hashCode() + member.hashCode();
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >>> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
