package dev.simbroker.demo;

/** Signals that standard output cannot be written any more, which ends a run. */
final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutputException() {
        super("cannot write to standard output");
    }
}
