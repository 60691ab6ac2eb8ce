package dev.simbroker.internal.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The places that a transaction has, or stands in line for, in the subscriptions whose publishers wait for space.
 *
 * <p>It joins all lines at one instant. So of two reservations the same one is first in every line in which both stand,
 * and they never keep from each other what the other one waits for. Guarded by the broker's guard, except for
 * {@link #await}.
 */
public final class Reservation {

    /** No places at all. */
    public static final Reservation NONE = new Reservation(List.of());

    private final List<Places<?>> all;

    private Reservation(List<Places<?>> all) {
        this.all = all;
    }

    /** Reserves that many places in each subscription, or stands in line for them. */
    public static Reservation of(Map<SubscriptionQueue<?>, Integer> places) {
        var all = new ArrayList<Places<?>>(places.size());
        places.forEach((queue, count) -> all.add(queue.admission().reserve(count)));
        return new Reservation(all);
    }

    /** Whether all these places are reserved. */
    public boolean covers(Map<SubscriptionQueue<?>, Integer> needed) {
        return needed.entrySet().stream()
                .allMatch(need -> all.stream()
                        .anyMatch(places -> places.isGranted()
                                && places.queue().equals(need.getKey())
                                && places.count() >= need.getValue()));
    }

    /** Waits until every place is reserved or its subscription deleted, or the wait is cancelled. Outside the guard. */
    public void await() throws InterruptedException {
        for (Places<?> places : all) {
            places.await();
        }
    }

    /** Ends the wait for what is missing. */
    public void cancel() {
        all.forEach(Places::cancel);
    }

    /** Gives all places back, which then are there for those behind. */
    public void release() {
        all.forEach(Places::release);
    }
}
