package dev.simbroker.internal.subscription;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a broker. One that fails is logged, and harms neither the broker nor the others. Thread-safe. */
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

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private final CopyOnWriteArrayList<BrokerListener> all;
    /** A bit for each event, by its ordinal. */
    private volatile int heard;

    public Listeners(List<BrokerListener> initial) {
        all = new CopyOnWriteArrayList<>(initial);
        hear();
    }

    public synchronized void add(BrokerListener listener) {
        all.add(Objects.requireNonNull(listener, "listener"));
        hear();
    }

    public synchronized void remove(BrokerListener listener) {
        all.remove(listener);
        hear();
    }

    private void hear() {
        int events = 0;
        for (Event event : Event.values()) {
            events |= all.stream().anyMatch(event::isHeardBy) ? 1 << event.ordinal() : 0;
        }
        heard = events;
    }

    public boolean isHeard(Event event) {
        return (heard & 1 << event.ordinal()) != 0;
    }

    public void each(Consumer<BrokerListener> event) {
        for (BrokerListener listener : all) {
            try {
                event.accept(listener);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                LOG.error("listener {} failed; the broker goes on", listener, e);
            }
        }
    }
}
