package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.TransactionAbortedException;
import dev.simbroker.internal.subscription.Admission;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.LocalDelivery;
import dev.simbroker.internal.subscription.Reservation;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.time.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of a transaction: it waits until all of it can happen, and then does it in one guarded section.
 *
 * <p>Everything that can fail or has to be waited for is found out before anything changes: whether the deliveries are
 * still in flight, what the filters say, which explicit ids are known or undecided, and whether there is space. Places
 * that are there it keeps, in a {@link Reservation}, until all are. It waits for an id without one, since the
 * publication of that id may wait for a place behind it.
 */
final class Commit {

    private final BrokerContext broker;
    private final List<Preparation<?>> publications = new ArrayList<>();
    private final Collection<LocalDelivery<?>> acks;
    private final Runnable stopWaiting = this::stopWaiting;

    // guarded by the broker's guard
    private Reservation reservation = Reservation.NONE;
    private @Nullable IdWait idWait;

    /** A wait until another publication of an id is decided. */
    private record IdWait(PendingId id, WaitNode<PublishResult> node) {

        void await() throws InterruptedException {
            id.await(node, Scheduler.FOREVER);
        }
    }

    Commit(
            BrokerContext broker,
            Exchange exchange,
            List<Publication<?>> publications,
            Collection<LocalDelivery<?>> acks) {
        this.broker = broker;
        this.acks = acks;
        publications.forEach(publication -> this.publications.add(new Preparation<>(exchange, publication)));
    }

    void run() throws InterruptedException {
        if (tryToCommit()) {
            return;
        }
        try {
            do {
                await();
            } while (!tryToCommit());
        } finally {
            broker.guarded(this::leave);
        }
    }

    // ---- inside the guard ----

    /** Does everything if all of it can happen now, else stands in line for what is missing. */
    private boolean tryToCommit() throws InterruptedException {
        broker.guard().enter();
        try {
            Interrupts.check();
            broker.checkOpen();
            checkLeases();
            var prepared = new ArrayList<PreparedPublication<?>>(publications.size());
            publications.forEach(publication -> prepared.add(publication.prepare()));
            boolean possible = areDecided(prepared) && hasSpaceFor(prepared);
            if (possible) {
                prepared.forEach(PreparedPublication::publish);
                acks.forEach(Delivery::ack);
                reserve(Map.of());
            } else {
                acks.forEach(delivery -> delivery.watch(stopWaiting));
            }
            return possible;
        } catch (VirtualMachineError e) {
            broker.failed(e);
            throw e;
        } finally {
            broker.guard().exit();
        }
    }

    private void checkLeases() {
        for (LocalDelivery<?> delivery : acks) {
            if (delivery.ended() != null) {
                throw new TransactionAbortedException("the transaction cannot commit: " + delivery + " has ended: "
                        + delivery.ended() + "; nothing of it has happened");
            }
        }
    }

    /** Whether no id is undecided. Stands in line for the first that is, and gives up what is reserved. */
    private boolean areDecided(List<PreparedPublication<?>> prepared) {
        idWait = null;
        for (PreparedPublication<?> publication : prepared) {
            PendingId id = publication.undecided();
            if (id != null) {
                reserve(Map.of());
                idWait = new IdWait(id, id.join(null));
                return false;
            }
        }
        return true;
    }

    /** Whether everything fits. Stands in line for all places if not. */
    private boolean hasSpaceFor(List<PreparedPublication<?>> prepared) {
        var needed = new LinkedHashMap<SubscriptionQueue<?>, Integer>();
        var ids = new HashSet<PreparedPublication.Identity>();
        for (PreparedPublication<?> publication : prepared) {
            if (publication.identity().map(ids::add).orElse(true) && !publication.isDuplicate()) {
                publication.needsSpaceIn().forEach(queue -> needed.merge(queue, 1, Integer::sum));
            }
        }
        needed.entrySet().removeIf(need -> !mustReserve(need.getKey().admission(), need.getKey(), need.getValue()));
        if (!reservation.covers(needed)) {
            reserve(needed);
        }
        return reservation.covers(needed);
    }

    /** Whether places have to be reserved for {@code count} messages, rather than that something is dropped. */
    private static boolean mustReserve(Admission<?> admission, SubscriptionQueue<?> queue, int count) {
        return switch (admission.verdict(count)) {
            case ADMITTED -> false;
            case MUST_WAIT -> {
                if (count > admission.capacity()) {
                    throw new TransactionAbortedException("the transaction cannot commit: " + queue.description()
                            + " has room for " + admission.capacity() + " messages, and it publishes " + count
                            + "; nothing of it has happened");
                }
                yield true;
            }
            case REFUSED ->
                throw new TransactionAbortedException("the transaction cannot commit: " + queue.description()
                        + " is full and rejects; nothing of it has happened");
        };
    }

    private void reserve(Map<SubscriptionQueue<?>, Integer> places) {
        reservation.release();
        reservation = places.isEmpty() ? Reservation.NONE : Reservation.of(places);
    }

    /** Ends the wait, since a lease has ended. */
    private void stopWaiting() {
        reservation.cancel();
        IdWait undecided = idWait;
        if (undecided != null) {
            undecided.id.expel(node -> node == undecided.node);
        }
    }

    private void leave() {
        reserve(Map.of());
        acks.forEach(delivery -> delivery.unwatch(stopWaiting));
    }

    // ---- outside the guard ----

    private void await() throws InterruptedException {
        IdWait undecided = idWait;
        if (undecided != null) {
            undecided.await();
        } else {
            reservation.await();
        }
    }
}
