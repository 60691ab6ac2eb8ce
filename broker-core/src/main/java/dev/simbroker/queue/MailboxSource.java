package dev.simbroker.queue;

import dev.simbroker.queue.spi.SourceSpi;
import org.jspecify.annotations.Nullable;

/** A mailbox as a {@link Select} uses it. */
record MailboxSource<E>(Mailbox<E> mailbox, MailboxState<E> state) implements SourceSpi<E> {

    @Override
    public String description() {
        return state.description();
    }

    @Override
    public @Nullable E poll() {
        return mailbox.poll();
    }

    @Override
    public boolean isClosed() {
        return mailbox.isClosed();
    }

    @Override
    public void register(Signal signal) {
        state.guard.enter();
        try {
            state.signals.register(signal);
        } finally {
            state.guard.exit();
        }
    }

    @Override
    public void unregister(Signal signal) {
        state.guard.enter();
        try {
            state.signals.unregister(signal);
        } finally {
            state.guard.exit();
        }
    }
}
