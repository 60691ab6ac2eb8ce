package dev.simbroker;

/** A subscriber was used after it was closed, or closed while a process waited in it. */
public final class SubscriptionClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** Made by the library. */
    public SubscriptionClosedException(String subscription, String destinations) {
        super("subscription '" + subscription + "' on " + destinations + " is closed");
    }
}
