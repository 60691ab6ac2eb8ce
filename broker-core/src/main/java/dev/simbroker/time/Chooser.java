package dev.simbroker.time;

/** Decides what goes next, in one run. */
interface Chooser {

    /** The position of the one that goes next among {@code candidates}, of which there are at least two. */
    int choose(Candidates candidates);
}
