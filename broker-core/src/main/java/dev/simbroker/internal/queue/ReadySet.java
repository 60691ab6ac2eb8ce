package dev.simbroker.internal.queue;

/**
 * A set of small integers in which the next member from a given one is found without looking at those that are not in
 * it: words of 64 bits, over them a word that tells which of those are not zero, and so on up to a single word.
 */
public final class ReadySet {

    private static final int SHIFT = 6;

    private final long[][] levels;
    private int count;

    /** An empty set of members from 0 to {@code size - 1}. */
    public ReadySet(int size) {
        int depth = 1;
        for (int words = words(size); words > 1; words = words(words)) {
            depth++;
        }
        levels = new long[depth][];
        int words = size;
        for (int level = 0; level < depth; level++) {
            words = words(words);
            levels[level] = new long[words];
        }
    }

    private static int words(int bits) {
        return Math.max(1, (bits + 63) >>> SHIFT);
    }

    /** The number of members. */
    public int count() {
        return count;
    }

    public void add(int member) {
        if ((levels[0][member >>> SHIFT] & (1L << member)) != 0) {
            return;
        }
        count++;
        int index = member;
        for (long[] level : levels) {
            int word = index >>> SHIFT;
            boolean wasEmpty = level[word] == 0;
            level[word] |= 1L << index;
            if (!wasEmpty) {
                return;
            }
            index = word;
        }
    }

    public void remove(int member) {
        if ((levels[0][member >>> SHIFT] & (1L << member)) == 0) {
            return;
        }
        count--;
        int index = member;
        for (long[] level : levels) {
            int word = index >>> SHIFT;
            level[word] &= ~(1L << index);
            if (level[word] != 0) {
                return;
            }
            index = word;
        }
    }

    /** The smallest member that is at least {@code from}, or -1. */
    public int next(int from) {
        int index = from;
        for (int level = 0; level < levels.length; level++) {
            int word = index >>> SHIFT;
            if (word >= levels[level].length) {
                return -1;
            }
            long rest = levels[level][word] & (-1L << index);
            if (rest != 0) {
                return descend(level, (word << SHIFT) + Long.numberOfTrailingZeros(rest));
            }
            index = word + 1;
        }
        return -1;
    }

    private int descend(int level, int index) {
        int found = index;
        for (int below = level - 1; below >= 0; below--) {
            found = (found << SHIFT) + Long.numberOfTrailingZeros(levels[below][found]);
        }
        return found;
    }

    /** The member at {@code position} in ascending order; there must be that many. */
    public int get(int position) {
        int left = position;
        for (int word = 0; ; word++) {
            long bits = levels[0][word];
            int here = Long.bitCount(bits);
            if (left < here) {
                for (; left > 0; left--) {
                    bits &= bits - 1;
                }
                return (word << SHIFT) + Long.numberOfTrailingZeros(bits);
            }
            left -= here;
        }
    }
}
