package dev.simbroker.bench;

/**
 * How much time to spend on a figure.
 *
 * @param rounds how often the contenders are measured in turn, each time in a new JVM
 * @param warmups how many iterations of each measurement do not count
 * @param iterations how many do
 * @param seconds how long an iteration lasts; one that is a single shot lasts as long as it takes
 */
record Effort(int rounds, int warmups, int iterations, int seconds) {

    Effort {
        if (rounds < 1 || warmups < 0 || iterations < 1 || seconds < 1) {
            throw new IllegalArgumentException(
                    "rounds, iterations and seconds must be at least 1, and warm-ups at least 0: " + rounds + ", "
                            + iterations + ", " + seconds + ", " + warmups);
        }
    }

    @Override
    public String toString() {
        return rounds + " rounds, each of " + warmups + " iterations that do not count and " + iterations
                + " that do, of " + seconds + " s";
    }
}
