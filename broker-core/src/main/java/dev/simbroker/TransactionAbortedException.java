package dev.simbroker;

/** A transaction could not commit, so nothing of it has happened. */
public final class TransactionAbortedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Made by the library. */
    public TransactionAbortedException(String message) {
        super(message);
    }
}
