package dev.simbroker.internal.subscription;

import dev.simbroker.Message;
import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.internal.wait.Signals;
import dev.simbroker.time.spi.Waiter;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The guard of a broker: that of its scheduler, and what the broker has to do where a change ends.
 *
 * <p>Inside, nobody's code runs but the engine's and that of filters, which are asked before anything changes and may
 * not use the broker. What a change has to tell others is told when the outermost section ends. If memory ran out in
 * the midst of a change, nobody can say how much of it was done, and nobody may enter any more.
 */
public final class BrokerGuard implements EngineGuard {

    /** The broker, in words. */
    private final String broker;

    private final EngineGuard guard;
    private final EventQueue events;
    private final boolean parallel;

    // guarded by the guard itself
    private int depth;
    /** The subscription whose filter or signals are being called. */
    private @Nullable SubscriptionQueue<?> calling;
    /** What is being called: {@code filter} or {@code select}. */
    private String called = "";
    /** What came in the midst of a change, so that nobody may ever enter again. */
    private @Nullable Throwable broken;
    /** What the filter that was asked last has thrown: nothing was changed. */
    private @Nullable Throwable thrownByFilter;

    BrokerGuard(String broker, EngineGuard guard, EventQueue events) {
        this.broker = broker;
        this.guard = guard;
        this.events = events;
        this.parallel = guard.isParallel();
    }

    /**
     * Enters the section.
     *
     * @throws IllegalStateException if a filter or a signal is being called, a listener is told of what it did itself
     *     without end, or the broker is broken
     */
    @Override
    public void enter() {
        guard.enter();
        if (calling != null || broken != null || events.isTellingInACircle()) {
            guard.exit();
            throw refusal();
        }
        depth++;
    }

    private IllegalStateException refusal() {
        if (calling != null) {
            return new IllegalStateException("the " + called + " of " + calling.description() + " must not use "
                    + broker + ": it is called in the midst of a change");
        }
        if (broken != null) {
            return new IllegalStateException(
                    broker + " is broken: " + broken + " came in the midst of a change, and nobody can say how much of"
                            + " it was done, so what it says of its messages would be wrong",
                    broken);
        }
        return new IllegalStateException("a listener of " + broker + " does at each event what makes it be told again, "
                + EventQueue.LONGEST_CHAIN + " times in a row: it must leave its own doings alone");
    }

    /**
     * Leaves the section. What a simulation's listeners are told, they are told inside the scheduler's guard, which
     * locks out nobody there, and refuses a listener that waits.
     */
    @Override
    public void exit() {
        boolean tells = --depth == 0 && events.takePending();
        try {
            if (tells && !parallel) {
                events.tell();
            }
        } finally {
            guard.exit();
        }
        if (tells && parallel) {
            events.tell();
        }
    }

    @Override
    public void wake(Waiter waiter) {
        guard.wake(waiter);
    }

    @Override
    public void pass() {
        guard.pass();
    }

    @Override
    public boolean isParallel() {
        return parallel;
    }

    @Override
    public boolean mayStayOutside() {
        return calling == null && guard.mayStayOutside();
    }

    /** Whether the caller is inside, or a listener that is being told something: it must not wait. */
    @Override
    public boolean isHeldByCaller() {
        return guard.isHeldByCaller() || events.isTellingCaller();
    }

    // ---- other people's code ----

    /** Asks a subscription's filter, which may throw anything but cannot use the broker. Inside the guard. */
    boolean ask(SubscriptionQueue<?> queue, Predicate<Message<?>> condition, Message<?> message) {
        calling = queue;
        called = "filter";
        try {
            return condition.test(message);
        } catch (Throwable e) {
            thrownByFilter = e;
            throw e;
        } finally {
            calling = null;
        }
    }

    /** Tells the selects that watch an inbox; what they do is logged if it fails, and cannot use the broker. */
    void signal(SubscriptionQueue<?> queue, Signals signals) {
        if (signals.isEmpty()) {
            return;
        }
        calling = queue;
        called = "select";
        try {
            signals.signal();
        } finally {
            calling = null;
        }
    }

    /**
     * Notes that an error came out of a section. If it came in the midst of a change, the broker is broken from now on.
     * Inside the guard.
     *
     * @return whether the broker is broken
     */
    @SuppressWarnings("ReferenceEquality") // that very error
    boolean failed(Throwable error) {
        if (error == thrownByFilter) {
            return false;
        }
        broken = error;
        return true;
    }
}
