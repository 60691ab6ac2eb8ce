package dev.simbroker.bench;

/**
 * The amount of time to spend on a figure.
 *
 * @param rounds the number of rounds, in each of which every contender is measured in a new JVM
 * @param warmups the number of iterations that do not count
 * @param iterations the number of iterations that count
 * @param seconds the length of an iteration; does not apply to single-shot benchmarks
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
