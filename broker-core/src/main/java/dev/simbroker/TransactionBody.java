package dev.simbroker;

/**
 * What is done in a transaction, see {@link Broker#transaction}.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface TransactionBody<X extends Exception> {

    /** Says what is to happen as one. */
    void run(Transaction transaction) throws X, InterruptedException;
}
