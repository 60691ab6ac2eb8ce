package dev.simbroker.bench;

/** Something that can be measured: one benchmark with its parameters, or one footprint. */
sealed interface Contender permits Timed, Retained {

    /** What it is, with its parameters. */
    String label();

    /** Measures it once, in a JVM of its own. */
    Sample measure(Effort effort) throws Exception;

    /** Runs it once in this JVM, only to see that it works. */
    Sample smoke() throws Exception;

    /** The same with every number among its parameters at most {@code most}: a small one. */
    Contender capped(int most);
}
