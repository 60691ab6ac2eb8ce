package dev.simbroker.bench;

/** A subject of measurement: a benchmark with its parameters, or a footprint. */
sealed interface Contender permits Timed, Retained {

    /** Its name, with its parameters. */
    String label();

    /** Measures it once, in a new JVM. */
    Sample measure(Effort effort) throws Exception;

    /** Runs it once in this JVM, to check that it works. */
    Sample smoke() throws Exception;

    /** A small version, with every numeric parameter at most {@code most}. */
    Contender capped(int most);
}
