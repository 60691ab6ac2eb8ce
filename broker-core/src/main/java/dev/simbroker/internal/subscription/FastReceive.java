package dev.simbroker.internal.subscription;

import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.util.EngineGuard;
import org.jspecify.annotations.Nullable;

/**
 * A subscription's way to receive messages of the log without entering the broker's guard, chosen once. On the live
 * clock the guard is what publishers and receivers would otherwise contend for; in a simulation, where nobody contends,
 * it spares the calls.
 */
abstract sealed class FastReceive<T> {

    /** The way that the settings allow: none for messages on lease, since a lease is opened inside the guard. */
    static <T> FastReceive<T> of(Dispatcher<T> dispatcher, BrokerContext broker, boolean allowed) {
        boolean parallel = broker.guard().isParallel();
        if (!allowed || (parallel && broker.isAudited())) {
            return new None<>();
        }
        return parallel
                ? new Live<>(dispatcher, broker.listeners())
                : new Simulated<>(dispatcher, broker.listeners(), broker.guard());
    }

    /** Receives the next message of the log; null if there is none, or it must be received inside the guard. */
    abstract @Nullable LoggedDelivery<T> receive(LocalMember<T> member);

    /** Whether the next message may be published while the caller pauses. */
    abstract boolean isWorthPausing();

    /** Always inside the guard. */
    private static final class None<T> extends FastReceive<T> {

        @Override
        @Nullable LoggedDelivery<T> receive(LocalMember<T> member) {
            return null;
        }

        @Override
        boolean isWorthPausing() {
            return false;
        }
    }

    /** Outside, unless operations are watched. */
    private static final class Simulated<T> extends FastReceive<T> {

        private final Dispatcher<T> dispatcher;
        private final Listeners listeners;
        private final EngineGuard guard;

        Simulated(Dispatcher<T> dispatcher, Listeners listeners, EngineGuard guard) {
            this.dispatcher = dispatcher;
            this.listeners = listeners;
            this.guard = guard;
        }

        @Override
        @Nullable LoggedDelivery<T> receive(LocalMember<T> member) {
            return !listeners.isHeard(Event.RECEIVED) && guard.mayStayOutside()
                    ? dispatcher.receiveFromLog(member)
                    : null;
        }

        @Override
        boolean isWorthPausing() {
            return false;
        }
    }

    /**
     * Outside. The guard is not even asked: a receipt that read a word of it would fetch the cache line that publishers
     * write when they lock, if these happen to lie side by side.
     */
    private static final class Live<T> extends FastReceive<T> {

        private final Dispatcher<T> dispatcher;
        private final Listeners listeners;

        Live(Dispatcher<T> dispatcher, Listeners listeners) {
            this.dispatcher = dispatcher;
            this.listeners = listeners;
        }

        @Override
        @Nullable LoggedDelivery<T> receive(LocalMember<T> member) {
            return listeners.isHeard(Event.RECEIVED) ? null : dispatcher.receiveFromLog(member);
        }

        @Override
        boolean isWorthPausing() {
            return dispatcher.isReadingLog();
        }
    }
}
