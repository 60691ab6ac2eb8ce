package dev.simbroker.internal.schedule;

/** The decision which candidate goes next, in one run. */
public interface Chooser {

    /** The position of the one that goes next among {@code candidates}, of which there are at least two. */
    int choose(Candidates candidates);
}
