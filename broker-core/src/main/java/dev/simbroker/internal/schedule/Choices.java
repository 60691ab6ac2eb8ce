package dev.simbroker.internal.schedule;

import dev.simbroker.internal.util.Fingerprint;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The one source of every decision in a run: which candidate goes next, alternatives of the user's, and, through the
 * fingerprint, the random numbers. The decisions so far are what repeats the run.
 */
public final class Choices implements Chooser {

    public static final String DIVERGED = "by this time other things had happened";

    private final long seed;
    private final Instant start;
    private final Strategy strategy;
    private final Chooser chooser;
    /** Decides among alternatives of the user's. */
    private final Random random;

    private final Fingerprint fingerprint = new Fingerprint();
    private final @Nullable Replay replayed;
    private boolean diverged;

    public Choices(long seed, Instant start, Strategy strategy, @Nullable Replay replayed) {
        this.start = start;
        this.seed = seed;
        this.strategy = strategy;
        this.chooser = strategy instanceof PathStrategy path ? path.use(this) : strategy.chooser(scrambled(seed));
        this.random = new Random(scrambled(~seed));
        this.replayed = replayed;
    }

    /**
     * Sets seeds apart that are near each other, and would give a {@link Random} first numbers that are near each
     * other, and so the same decisions: a step of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
     * Generators, OOPSLA 2014).
     */
    public static long scrambled(long seed) {
        long state = seed + 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    public boolean preempt() {
        return strategy.preempts();
    }

    @Override
    public int choose(Candidates candidates) {
        int position = chooser.choose(candidates);
        add(position);
        return position;
    }

    /** Chooses among alternatives that mean something only to the user. */
    public int choose(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("there must be at least 1 alternative to choose from: " + count);
        }
        return strategy instanceof PathStrategy path ? path.choose(count) : random.nextInt(count);
    }

    /** Notes an event of the run. */
    public void add(long event) {
        fingerprint.add(event);
        if (replayed != null && fingerprint.count() == replayed.count()) {
            diverged = fingerprint.hash() != replayed.hash();
        }
    }

    public Replay replay() {
        return new Replay(strategy, seed, start, fingerprint.count(), fingerprint.hash());
    }

    /** Whether the run that is to be repeated was another one, as can be told once both are equally long. */
    public boolean hasDiverged() {
        return diverged;
    }

    /** What the run lacks of the one that it is to repeat; null if nothing. */
    public @Nullable String shortfall() {
        if (diverged) {
            return DIVERGED;
        }
        if (replayed == null || fingerprint.count() >= replayed.count()) {
            return null;
        }
        return "it ended after " + fingerprint.count() + " of " + replayed.count() + " events";
    }
}
