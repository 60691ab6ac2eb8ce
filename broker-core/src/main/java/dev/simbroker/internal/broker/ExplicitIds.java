package dev.simbroker.internal.broker;

import dev.simbroker.PublishResult;
import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The explicit ids of the publications to one topic: those that were accepted within the window, and those that still
 * wait for space, of which nobody can say yet whether they will be. Guarded by the broker's guard.
 */
final class ExplicitIds {

    private final BrokerContext broker;
    private final IdWindow accepted;
    private final Map<String, PendingId> pending = new HashMap<>();

    ExplicitIds(BrokerContext broker) {
        this.broker = broker;
        this.accepted = broker.newIdWindow();
    }

    /** Whether no id is known, or will be. */
    boolean isEmpty() {
        return pending.isEmpty() && accepted.isEmpty(broker.now());
    }

    /** Whether a publication waits of which the id is explicit. */
    boolean arePending() {
        return !pending.isEmpty();
    }

    /** The id of the message that was accepted with the same explicit id before; null if there is none. */
    @Nullable Long originalOf(StoredMessage<?> message) {
        var id = message.deduplicationId();
        return id.isPresent() ? accepted.get(id.get(), broker.now()) : null;
    }

    /** The id of a message if another publication of it still waits; null if not. */
    @Nullable PendingId pendingBefore(StoredMessage<?> message, @Nullable BlockedPublish<?> publication) {
        var id = message.deduplicationId();
        PendingId found = id.isPresent() && arePending() ? pending.get(id.get()) : null;
        return found == null || found.isFirst(publication) ? null : found;
    }

    /** Notes that the first publication of an id waits for a subscription that is full. */
    void begin(StoredMessage<?> message, BlockedPublish<?> publication, SubscriptionQueue<?> full) {
        message.deduplicationId()
                .ifPresent(id -> pending.computeIfAbsent(id, key -> new PendingId(broker, key, publication, full))
                        .waitsFor(full));
    }

    /** Notes that a message is in, from which instant on its id is known for the window. */
    void accepted(StoredMessage<?> message, PublishResult result) {
        var id = message.deduplicationId();
        if (id.isPresent()) {
            accepted.add(id.get(), message.id(), broker.now());
            PendingId decided = pending.remove(id.get());
            if (decided != null) {
                decided.decided(result);
            }
        }
    }

    /** Gives the turn of a publication to the next in line, if it has it. */
    void giveUp(StoredMessage<?> message, BlockedPublish<?> publication) {
        var id = message.deduplicationId();
        PendingId mine = id.isPresent() ? pending.get(id.get()) : null;
        if (mine != null && mine.isFirst(publication) && !mine.passOn()) {
            pending.remove(id.get());
        }
    }

    /** Sends everybody away that waits for an id to be decided. */
    void expelAll() {
        pending.values().forEach(id -> id.expel(node -> true));
    }
}
