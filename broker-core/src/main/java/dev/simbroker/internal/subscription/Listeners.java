package dev.simbroker.internal.subscription;

import dev.simbroker.BrokerListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The listeners of a broker. An event goes to those that listened when it happened, and still do when it is told, which
 * the {@link EventQueue} sees to. Thread-safe, except where said otherwise.
 */
public final class Listeners {

    /** The events of every message, which are made only if a listener overrides the method of that name. */
    public enum Event {
        PUBLISHED,
        DELIVERED,
        RECEIVED,
        ACKED;

        boolean isHeardBy(BrokerListener listener) {
            String name = name().toLowerCase(Locale.ROOT);
            return Arrays.stream(listener.getClass().getMethods())
                    .anyMatch(method ->
                            method.getName().equals(name) && method.getDeclaringClass() != BrokerListener.class);
        }
    }

    private final EventQueue events;
    private volatile List<BrokerListener> all;
    /** A bit for each event, by its ordinal. */
    private volatile int heard;

    Listeners(EventQueue events, List<BrokerListener> initial) {
        this.events = events;
        set(initial);
    }

    public synchronized void add(BrokerListener listener) {
        var more = new ArrayList<>(all);
        more.add(Objects.requireNonNull(listener, "listener"));
        set(more);
    }

    public synchronized void remove(BrokerListener listener) {
        var fewer = new ArrayList<>(all);
        fewer.remove(listener);
        set(fewer);
    }

    private void set(List<BrokerListener> listeners) {
        int bits = 0;
        for (Event event : Event.values()) {
            bits |= listeners.stream().anyMatch(event::isHeardBy) ? 1 << event.ordinal() : 0;
        }
        all = List.copyOf(listeners);
        heard = bits;
    }

    public boolean isHeard(Event event) {
        return (heard & 1 << event.ordinal()) != 0;
    }

    /** Has every listener told of an event when the change is complete. Inside the guard. */
    public void tell(Consumer<BrokerListener> event) {
        for (BrokerListener listener : all) {
            events.add(new Telling(listener, event));
        }
    }

    /** One event for one listener. */
    private final class Telling implements Runnable {

        private final BrokerListener listener;
        private final Consumer<BrokerListener> event;

        Telling(BrokerListener listener, Consumer<BrokerListener> event) {
            this.listener = listener;
            this.event = event;
        }

        @Override
        public void run() {
            if (isListening()) {
                event.accept(listener);
            }
        }

        @SuppressWarnings("ReferenceEquality") // that very one, whatever it is equal to
        private boolean isListening() {
            for (BrokerListener each : all) {
                if (each == listener) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return "listener " + listener.getClass().getName();
        }
    }
}
