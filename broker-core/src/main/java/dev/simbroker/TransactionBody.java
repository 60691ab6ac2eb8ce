package dev.simbroker;

/**
 * The code of a transaction, see {@link Broker#transaction}.
 *
 * @param <X> the type of exception that it may throw
 */
@FunctionalInterface
public interface TransactionBody<X extends Exception> {

    /** Adds to {@code transaction} what is to happen as one. */
    void run(Transaction transaction) throws X, InterruptedException;
}
