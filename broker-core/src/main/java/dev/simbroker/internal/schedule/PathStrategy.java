package dev.simbroker.internal.schedule;

import dev.simbroker.time.Exploration;
import dev.simbroker.time.ReplayDivergedException;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that repeats given choices and from then on always takes the first alternative, and notes what could have
 * been chosen. For one run only: the notes are what an {@link Exploration} goes on from.
 */
public final class PathStrategy implements Strategy, Chooser {

    private final Path path;
    private final int preemptions;
    /** How many choices were made before. */
    private final int known;

    /** The choices of the simulation that uses this. */
    private @Nullable Choices user;

    private int made;
    private int preempted;

    public PathStrategy(Path path, int preemptions) {
        this.path = path;
        this.known = path.length();
        this.preemptions = preemptions;
    }

    /** Decides in the run of {@code choices}, and in no other. */
    Chooser use(Choices choices) {
        if (user != null) {
            throw new IllegalStateException(
                    "a schedule of an exploration is for one simulation: build one for each run");
        }
        user = choices;
        return this;
    }

    @Override
    public Chooser chooser(long seed) {
        throw new IllegalStateException("a path is followed by the choices that use it");
    }

    /** The same path, for another run. */
    public PathStrategy again() {
        return new PathStrategy(path.start(known), preemptions);
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

    /** Chooses among alternatives that are not candidates for a turn. */
    public int choose(int count) {
        return path.choose(made++, count);
    }

    /**
     * Checks that the run has made every choice that was made before.
     *
     * @throws ReplayDivergedException if not
     */
    public void checkFollowed() {
        if (made < known && user != null) {
            throw new ReplayDivergedException(
                    "the run ended after " + made + " of " + known + " choices that it made before",
                    user.replay().toString(),
                    null);
        }
    }

    public boolean isUsed() {
        return user != null;
    }

    Path path() {
        return path;
    }

    @Override
    public String toString() {
        return "path" + (preemptions == Integer.MAX_VALUE ? "" : preemptions) + "." + path.encode(made);
    }
}
