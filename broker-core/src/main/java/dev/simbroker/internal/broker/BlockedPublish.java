package dev.simbroker.internal.broker;

import dev.simbroker.PublishResult;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication that may have to wait for full subscriptions. The {@link Exchange} joins their lines inside the broker's guard; the
 * publisher then waits in these, outside.
 */
final class BlockedPublish<T> {

    /** A place in the line of those that wait for space in a channel. */
    private record Waiting<T>(SubscriptionQueue<T> channel, WaitNode<StoredMessage<T>> place) {

        WaitQueue.Outcome await(long deadline) throws InterruptedException {
            return channel.intake().publishers().await(place, deadline);
        }
    }

    private final LocalBroker broker;
    private final StoredMessage<T> posted;
    /** The lines that it waits in; mostly none. */
    private List<Waiting<?>> waiting = List.of();
    /** How many subscriptions have taken it. */
    private int accepted;

    BlockedPublish(LocalBroker broker, StoredMessage<T> posted) {
        this.broker = broker;
        this.posted = posted;
    }

    /** Joins the line of those that wait for space in a channel. */
    <S> void join(SubscriptionQueue<S> channel, StoredMessage<S> message) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>();
        }
        waiting.add(new Waiting<>(channel, channel.intake().awaitSpace(message)));
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** So many subscriptions have taken it at once. */
    void accepted(int count) {
        accepted = count;
    }

    /** Waits until every full subscription has taken the message, or the deadline. */
    PublishResult await(long deadline) throws InterruptedException {
        SubscriptionQueue<?> refusing = null;
        InterruptedException interrupt = null;
        for (Waiting<?> each : waiting) {
            try {
                // after an interrupt, only what was taken by now counts
                switch (each.await(interrupt == null ? deadline : broker.nanoTime())) {
                    case SERVED -> accepted++;
                    case TIMED_OUT -> refusing = refusing == null ? each.channel : refusing;
                    case EXPELLED -> {
                        // its subscription was deleted, and wants it no more
                    }
                }
            } catch (InterruptedException e) {
                interrupt = e;
            } catch (RuntimeException | Error e) { // it cannot wait, or has to end
                broker.guarded(this::giveUp);
                throw e;
            }
        }
        if (interrupt != null) {
            broker.guarded(this::giveUp);
            throw interrupt;
        }
        SubscriptionQueue<?> last = refusing;
        return broker.guarded(() -> result(last));
    }

    private PublishResult result(@Nullable SubscriptionQueue<?> refusing) {
        if (refusing == null) {
            return broker.exchange().posted(posted, accepted);
        }
        forgetId();
        return broker.exchange().refused(posted, refusing, accepted);
    }

    private boolean giveUp() {
        forgetId();
        if (accepted > 0) {
            posted.topic().accepted.up();
        }
        return true;
    }

    /** Not everybody has the message, so its publisher may try again. */
    private void forgetId() {
        posted.deduplicationId().ifPresent(explicit -> posted.topic().seen.remove(explicit, posted.id()));
    }
}
