package dev.simbroker.internal.subscription;

import dev.simbroker.internal.wait.Signals;
import dev.simbroker.internal.wait.WaitQueue;

/** Ready messages, the processes that wait for one, and the selects that watch: a member's own, or a group's shared one. */
public final class Inbox<T> {

    final ReadyQueue<T> queue = new ReadyQueue<>(true);
    public final WaitQueue<LocalDelivery<T>> line;
    final Signals signals = new Signals();

    Inbox(WaitQueue<LocalDelivery<T>> line) {
        this.line = line;
    }
}
