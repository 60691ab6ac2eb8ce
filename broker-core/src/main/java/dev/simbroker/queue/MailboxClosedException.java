package dev.simbroker.queue;

/** A mailbox was used after it was closed, or closed while somebody waited for it. */
public final class MailboxClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    MailboxClosedException(String what) {
        super(what + " is closed");
    }
}
