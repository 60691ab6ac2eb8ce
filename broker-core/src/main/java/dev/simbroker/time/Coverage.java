package dev.simbroker.time;

/**
 * The orders that an {@link Exploration} has covered without a failure.
 *
 * @param interleavings the number of different orders in which the program has run
 * @param complete whether these are all there are, within the bound on preemptions if there is one
 */
public record Coverage(long interleavings, boolean complete) {

    @Override
    public String toString() {
        return (complete ? "all " : "the first ")
                + interleavings
                + (interleavings == 1 ? " interleaving" : " interleavings");
    }
}
