package dev.simbroker.bench;

/** Checks that a benchmark has done the work that it claims. */
final class Checks {

    private Checks() {}

    /** @throws IllegalStateException if the values differ */
    static void same(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new IllegalStateException(what + " should be " + expected + ", but is " + actual
                    + ": the benchmark did not do its work, and its figure is worth nothing");
        }
    }
}
