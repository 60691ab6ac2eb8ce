package dev.simbroker.internal.subscription;

import dev.simbroker.internal.wait.Signals;
import dev.simbroker.internal.wait.WaitQueue;

/**
 * Ready messages, the processes that wait for one, and the selects that watch: a member's own, or one that all members
 * share.
 */
final class Inbox<T> {

    final ReadyQueue<T> queue = new ReadyQueue<>(true);
    final WaitQueue<LocalDelivery<T>> waiters;
    final Signals signals = new Signals();

    Inbox(WaitQueue<LocalDelivery<T>> waiters) {
        this.waiters = waiters;
    }
}
