package dev.simbroker.internal.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A chooser that takes the most important candidate. An importance is a number made of the seed and the candidate's id,
 * so it needs no memory and does not depend on the order in which candidates appear; only the few that became the least
 * important are remembered.
 */
final class PctChooser implements Chooser {

    /** A program that chooses more often than two to this power is treated as if it did not. */
    private static final int MOST_BITS = 20;

    private final long seed;
    /** The importance that the candidate which would go gets instead, by number of the choice; all less than zero. */
    private final Map<Long, Long> changes = new HashMap<>();

    private final Map<Long, Long> changed = new HashMap<>();
    private long made;

    PctChooser(long seed, int depth, long choices) {
        this.seed = seed;
        var random = new Random(seed);
        for (long importance = 1L - depth; importance < 0; importance++) {
            long at;
            do {
                at = choices == PctStrategy.UNKNOWN ? onAnyScale(random) : below(choices, random);
            } while (changes.putIfAbsent(at, importance) != null);
        }
    }

    /** The number's length in bits is chosen first. */
    private static long onAnyScale(Random random) {
        return below(1L << (1 + random.nextInt(MOST_BITS)), random);
    }

    /** As {@link Random#nextLong()} is specified to the bit, and its namesake with a bound is not. */
    private static long below(long bound, Random random) {
        return Math.floorMod(random.nextLong(), bound);
    }

    @Override
    public int choose(Candidates candidates) {
        int first = mostImportant(candidates);
        Long lowered = changes.get(made++);
        if (lowered == null) {
            return first;
        }
        changed.put(candidates.id(first), lowered);
        return mostImportant(candidates);
    }

    private int mostImportant(Candidates candidates) {
        int most = 0;
        for (int position = 1; position < candidates.count(); position++) {
            if (importance(candidates.id(position)) > importance(candidates.id(most))) {
                most = position;
            }
        }
        return most;
    }

    private long importance(long id) {
        Long lowered = changed.get(id);
        return lowered != null ? lowered : Choices.scrambled(seed + id * 0x9E3779B97F4A7C15L) >>> 1;
    }
}
