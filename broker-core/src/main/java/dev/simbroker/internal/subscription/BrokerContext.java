package dev.simbroker.internal.subscription;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.internal.message.IdWindow;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.Dependent;
import dev.simbroker.time.spi.SchedulerSpi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of one broker share: its clock, its guard, its events, its listeners and its settings.
 *
 * <p>One guard covers a whole broker, since a publication, a settlement and a dead letter each touch several
 * subscriptions, and a transaction any number of them, as one.
 */
public final class BrokerContext {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private final String name;
    private final Scheduler scheduler;
    private final SchedulerSpi spi;
    private final EventQueue events = new EventQueue();
    private final BrokerGuard guard;
    private final Listeners listeners;
    private final boolean measuresLatency;
    private final boolean audited;
    private final long deduplicationWindow;
    private final int deduplicationLimit;

    /** Guarded by {@link #guard}. */
    private boolean closed;

    /** Told when the scheduler closes; kept here, since the scheduler does not keep it. */
    private final Dependent ending = this::schedulerCloses;

    private volatile boolean schedulerClosing;
    private Runnable onBroken = () -> {};
    private volatile boolean broken;

    public BrokerContext(
            String name,
            Scheduler scheduler,
            List<BrokerListener> listeners,
            boolean measuresLatency,
            boolean audited,
            Duration deduplicationWindow,
            int deduplicationLimit) {
        this.name = name;
        this.scheduler = scheduler;
        this.spi = scheduler.spi();
        this.guard = new BrokerGuard(toString(), EngineGuard.of(spi), events);
        this.listeners = new Listeners(events, listeners);
        spi.addDependent(ending);
        this.measuresLatency = measuresLatency;
        this.audited = audited;
        this.deduplicationWindow = Durations.nanos(deduplicationWindow);
        this.deduplicationLimit = deduplicationLimit;
    }

    public String name() {
        return name;
    }

    public Listeners listeners() {
        return listeners;
    }

    /** Has a line logged when the change is complete. Inside the guard. */
    public void log(Consumer<Logger> line) {
        events.add(() -> line.accept(LOG));
    }

    public boolean measuresLatency() {
        return measuresLatency;
    }

    boolean isAudited() {
        return audited;
    }

    /** A new window of explicit ids, as wide as the broker's settings say. */
    public IdWindow newIdWindow() {
        return new IdWindow(deduplicationWindow, deduplicationLimit);
    }

    // ---- time ----

    public Scheduler scheduler() {
        return scheduler;
    }

    public SchedulerSpi spi() {
        return spi;
    }

    private void schedulerCloses() {
        schedulerClosing = true;
    }

    /** Whether the scheduler is closed or about to end its processes. From any thread. */
    public boolean isSchedulerClosing() {
        return schedulerClosing;
    }

    RandomGenerator random() {
        return scheduler.random();
    }

    public long now() {
        return spi.nanoTime();
    }

    Instant instant() {
        return spi.instant(now());
    }

    /** The time of a receipt on which nothing but its latency depends; 0 if that is not measured. */
    long timeOfReceipt() {
        return measuresLatency ? spi.nanoTime() : 0;
    }

    /**
     * The deadline {@code timeout} from now.
     *
     * @param what names the time-out in the error: {@code a receive's time-out}
     * @throws IllegalArgumentException if the time-out is negative
     */
    public long deadlineAfter(String what, Duration timeout) {
        return spi.deadlineAfter(Durations.nanos(what, timeout));
    }

    // ---- the guard ----

    public BrokerGuard guard() {
        return guard;
    }

    public <R extends @Nullable Object> R guarded(Supplier<R> section) {
        guard.enter();
        try {
            return section.get();
        } catch (VirtualMachineError e) {
            failed(e);
            throw e;
        } finally {
            guard.exit();
        }
    }

    public void guarded(Runnable section) {
        guard.enter();
        try {
            section.run();
        } catch (VirtualMachineError e) {
            failed(e);
            throw e;
        } finally {
            guard.exit();
        }
    }

    /**
     * Notes that memory ran out in a guarded section: unless it was a filter's doing, the broker is broken. Inside the
     * guard.
     */
    public void failed(VirtualMachineError error) {
        if (guard.failed(error)) {
            broken = true;
            onBroken.run();
        }
    }

    /** Sets what runs, inside the guard, if the broker breaks. */
    public void onBroken(Runnable action) {
        onBroken = action;
    }

    /** Whether the broker is broken. From any thread. */
    public boolean isBroken() {
        return broken;
    }

    /** Ends all publishing and subscribing. Inside the guard. */
    public void close() {
        closed = true;
    }

    /** Whether the broker is closed. Inside the guard. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Refuses the use of a closed broker. Inside the guard.
     *
     * @throws IllegalStateException if it is closed
     */
    public void checkOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    @Override
    public String toString() {
        return "broker '" + name + "'";
    }
}
