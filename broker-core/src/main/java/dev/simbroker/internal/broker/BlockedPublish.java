package dev.simbroker.internal.broker;

import dev.simbroker.PublishResult;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.SpaceWait;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.internal.wait.WaitQueue.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication that may have to wait: first until another publication of the same explicit id is decided, then for
 * subscriptions that are full. The {@link Exchange} lets it stand in line for these inside the broker's guard; the
 * publisher then waits outside.
 */
final class BlockedPublish<T> {

    private final BrokerContext broker;
    private final Exchange exchange;
    private final LocalTopic<T> topic;
    private final T payload;
    private final Attributes attributes;

    private StoredMessage<T> message;

    /** Its place in line behind another publication of the same id; null if it is the first. */
    private @Nullable Place place;

    private final List<SpaceWait<?>> waits = new ArrayList<>();
    /** How many subscriptions have taken the message. */
    private int accepted;

    private record Place(PendingId id, WaitNode<PublishResult> node) {}

    BlockedPublish(BrokerContext broker, Exchange exchange, LocalTopic<T> topic, T payload, Attributes attributes) {
        this.broker = broker;
        this.exchange = exchange;
        this.topic = topic;
        this.payload = payload;
        this.attributes = attributes;
        this.message = exchange.next(topic, payload, attributes);
    }

    // ---- inside the guard ----

    /**
     * Publishes, as far as that is possible now.
     *
     * @return the result; null if there is something to wait for
     */
    @Nullable PublishResult begin() {
        try {
            return exchange.post(topic, message, Exchange.Mode.WAIT, this);
        } finally {
            if (!isWaiting()) { // it is in, refused, or has failed
                topic.ids().giveUp(message, this);
            }
        }
    }

    private boolean isWaiting() {
        return place != null || !waits.isEmpty();
    }

    /** Lets it stand in line behind another publication of its id. */
    void waitBehind(PendingId id) {
        place = new Place(id, id.join(this));
    }

    /** The waits for the subscriptions that are full. */
    List<SpaceWait<?>> waits() {
        return waits;
    }

    /** Notes that it waits for subscriptions that are full, and how many have taken the message at once. */
    void waitForSpace(int count) {
        accepted = count;
        topic.begin(message, this, waits.getFirst().queue());
    }

    // ---- outside the guard ----

    /** Waits for the result until the deadline. */
    PublishResult await(long deadline) throws InterruptedException {
        for (Place behind = place; behind != null; behind = place) {
            PublishResult result = awaitTurn(behind, deadline);
            if (result != null) {
                return result;
            }
        }
        return awaitSpace(deadline);
    }

    /** Waits until the publication before it is decided; null if it has its turn now, and there is more to wait for. */
    private @Nullable PublishResult awaitTurn(Place behind, long deadline) throws InterruptedException {
        if (behind.id.await(behind.node, deadline) == Outcome.TIMED_OUT) {
            return broker.guarded(() -> exchange.refused(topic, message, behind.id.full(), 0));
        }
        PublishResult first = behind.node.element();
        place = null;
        return first == null ? beginInTurn() : broker.guarded(() -> exchange.duplicate(topic, message, first));
    }

    private @Nullable PublishResult beginInTurn() throws InterruptedException {
        broker.guard().enter();
        try {
            message = exchange.next(topic, payload, attributes);
            try {
                Interrupts.check();
                broker.checkOpen();
            } catch (InterruptedException | IllegalStateException e) {
                topic.ids().giveUp(message, this);
                throw e;
            }
            return begin();
        } catch (VirtualMachineError e) {
            broker.failed(e);
            throw e;
        } finally {
            broker.guard().exit();
        }
    }

    /** Waits until every full subscription has taken the message. */
    private PublishResult awaitSpace(long deadline) throws InterruptedException {
        SubscriptionQueue<?> refusing = null;
        InterruptedException interrupt = null;
        boolean expelled = false;
        for (SpaceWait<?> each : waits) {
            try {
                // after an interrupt, only what was taken by now counts
                switch (each.await(interrupt == null ? deadline : broker.now())) {
                    case SERVED -> accepted++;
                    case TIMED_OUT -> refusing = refusing == null ? each.queue() : refusing;
                    case EXPELLED -> expelled = true; // its subscription was deleted, and wants it no more
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
        SubscriptionQueue<?> first = refusing;
        boolean sentAway = expelled;
        return broker.guarded(() -> result(first, sentAway));
    }

    private PublishResult result(@Nullable SubscriptionQueue<?> refusing, boolean expelled) {
        if (expelled && broker.isClosed()) {
            giveUp();
            broker.checkOpen();
        }
        if (refusing == null) {
            return exchange.accepted(topic, message, accepted);
        }
        topic.giveUp(message, this);
        return exchange.refused(topic, message, refusing, accepted);
    }

    private void giveUp() {
        topic.giveUp(message, this);
        if (accepted > 0) {
            topic.accepted.up();
        }
    }
}
