package dev.simbroker.queue;

/** Thrown by a mailbox or a select that is closed, or becomes so while a process waits for it. */
public final class MailboxClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    MailboxClosedException(String what) {
        super(what + " is closed");
    }
}
