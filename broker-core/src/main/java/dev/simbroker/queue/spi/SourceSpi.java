package dev.simbroker.queue.spi;

import org.jspecify.annotations.Nullable;

/**
 * A {@link dev.simbroker.queue.Source} as a {@link dev.simbroker.queue.Select} uses it.
 *
 * <p>A source tells its registered {@linkplain Signal signals} when there may be something to take, and is then polled.
 * Since nothing leaves it except by {@link #poll}, a select cannot lose what it did not choose.
 *
 * @param <E> the type of the elements
 */
public interface SourceSpi<E> {

    /** The source's name in reports, such as {@code mailbox 'inventory'}. */
    String description();

    /** Takes an element, or answers null if there is none now. Never waits. */
    @Nullable E poll();

    /** Whether the source is closed: once it is, and is empty, nothing will ever come from it. */
    boolean isClosed();

    /**
     * From now on, calls {@code signal} whenever there may be something new to find out by {@link #poll}.
     *
     * @throws NullPointerException if {@code signal} is null
     */
    void register(Signal signal);

    /** Ends the registration of this very signal; does nothing if there is none. */
    void unregister(Signal signal);

    /** A callback that its source may have an element, or was closed. */
    @FunctionalInterface
    interface Signal {

        /**
         * Called inside the source's guard, after the change that it tells of: must be short, must not wait and must
         * not call the source. What it throws is logged, and nothing else is affected by it.
         */
        void ready();
    }
}
