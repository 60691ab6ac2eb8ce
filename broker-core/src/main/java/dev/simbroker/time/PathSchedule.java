package dev.simbroker.time;

/**
 * Makes the choices that it is given, and from then on always the first; notes what could have been chosen. For one run only: the notes are
 * what an {@link Exploration} goes on from.
 */
final class PathSchedule extends Schedule implements Chooser {

    private final Path path;
    private final int preemptions;
    /** How many choices were made before. */
    private final int known;

    private boolean used;
    private int made;
    private int preempted;

    PathSchedule(Path path, int preemptions) {
        this.path = path;
        this.known = path.length();
        this.preemptions = preemptions;
    }

    @Override
    Chooser chooser(long seed) {
        if (used) {
            throw new IllegalStateException(
                    "a schedule of an exploration is for one simulation: build one for each run");
        }
        used = true;
        return this;
    }

    @Override
    public int choose(Candidates candidates) {
        if (candidates.isFirstRunning() && preempted == preemptions) {
            return 0;
        }
        int chosen = choose(candidates.count());
        preempted += candidates.isFirstRunning() && chosen > 0 ? 1 : 0;
        return chosen;
    }

    /** Chooses among alternatives that are nobody's turn. */
    int choose(int count) {
        return path.choose(made++, count);
    }

    /**
     * Checks that the run has made every choice that was made before.
     *
     * @throws ReplayDivergedException if not
     */
    void checkFollowed() {
        if (made < known) {
            throw new ReplayDivergedException(
                    "the run ended after " + made + " of " + known + " choices that it made before", toString(), null);
        }
    }

    boolean isUsed() {
        return used;
    }

    Path path() {
        return path;
    }

    @Override
    public String toString() {
        return "path" + (preemptions == Integer.MAX_VALUE ? "" : preemptions) + "." + path.encode(made);
    }
}
