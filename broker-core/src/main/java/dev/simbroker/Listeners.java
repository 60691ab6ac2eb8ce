package dev.simbroker;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a broker, none of which can harm it or another one. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private final CopyOnWriteArrayList<BrokerListener> all;

    Listeners(List<BrokerListener> initial) {
        all = new CopyOnWriteArrayList<>(initial);
    }

    void add(BrokerListener listener) {
        all.add(Objects.requireNonNull(listener, "listener"));
    }

    void remove(BrokerListener listener) {
        all.remove(listener);
    }

    /** Whether an event need not even be made. */
    boolean isEmpty() {
        return all.isEmpty();
    }

    void each(Consumer<BrokerListener> event) {
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
