package dev.simbroker.bench;

/** What every benchmark checks of itself: that it did the work that it says. */
final class Checks {

    private Checks() {}

    /** @throws IllegalStateException if there is a difference */
    static void same(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new IllegalStateException(what + " should be " + expected + ", but is " + actual
                    + ": the benchmark did not do its work, and its figure is worth nothing");
        }
    }
}
