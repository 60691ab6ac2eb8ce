package dev.simbroker.demo;

/** Standard output does not take any more, so there is no point in going on. */
final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OutputException() {
        super("cannot write to standard output");
    }
}
