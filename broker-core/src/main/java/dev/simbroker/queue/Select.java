package dev.simbroker.queue;

import dev.simbroker.internal.queue.ReadySet;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.Interrupts;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Waits on several {@linkplain Source sources} at once and takes one element from exactly one of them.
 *
 * <p>It loses nothing: what it did not choose stays where it is, also when it times out or is interrupted. Its
 * registration with the sources lasts until it is {@linkplain #close closed}, as with {@code epoll}: a selection costs
 * the same however many idle sources there are. Sources that are closed and empty are left out; when all are, a
 * selection throws.
 *
 * <p>A select belongs to one process at a time; any number of selects and takers may share a source.
 */
public final class Select<E> implements AutoCloseable {

    /** Which source is chosen where several are ready. */
    public enum Order {
        /** The one that was declared first. */
        DECLARED,
        /** The next one, in turn, after the one chosen last. */
        FAIR,
        /** Any of them, by the scheduler's seeded random source. */
        RANDOM
    }

    private static final int NAMED_IN_REASON = 8;
    private static final int NONE = -1;

    private final Scheduler scheduler;
    private final SchedulerSpi spi;
    private final Order order;
    private final List<Slot> slots;
    private final Guard guard;
    private final Wait wait = new Wait();

    // guarded by guard
    private final ReadySet ready;
    private @Nullable Waiter waiter;
    private boolean inUse;
    private volatile boolean closed;

    // of the selecting process alone
    /** The index of the source that is to be polled, or was polled and did not answer that it has nothing. */
    private int asked = NONE;
    /** The index after the last choice, where a fair selection starts to look. */
    private int turn;

    /** The number of sources that are closed and empty. */
    private int exhausted;

    private Select(Scheduler scheduler, Order order, List<? extends Source<? extends E>> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a select needs at least one source");
        }
        this.scheduler = scheduler;
        this.spi = scheduler.spi();
        this.order = Objects.requireNonNull(order, "order");
        this.guard = spi.newGuard();
        this.ready = new ReadySet(sources.size());
        this.slots = IntStream.range(0, sources.size())
                .mapToObj(index -> new Slot(index, sources.get(index)))
                .toList();
        for (Slot slot : slots) {
            ready.add(slot.index);
            slot.spi.register(slot);
        }
    }

    /** A select over {@code sources} in their declared order. */
    public static <E> Select<E> of(Scheduler scheduler, List<? extends Source<? extends E>> sources) {
        return of(scheduler, Order.DECLARED, sources);
    }

    /**
     * A select over {@code sources} in the given order.
     *
     * @throws IllegalArgumentException if there is no source
     */
    public static <E> Select<E> of(Scheduler scheduler, Order order, List<? extends Source<? extends E>> sources) {
        return new Select<>(scheduler, order, List.copyOf(sources));
    }

    /**
     * Takes an element, waiting for one as long as it takes.
     *
     * @throws MailboxClosedException if every source is closed and empty, or becomes so, or this select is closed
     */
    public Selected<E> select() throws InterruptedException {
        return Objects.requireNonNull(selectUntil(Scheduler.FOREVER));
    }

    /**
     * Takes an element, waiting for one for at most {@code timeout}, and not at all if that is not positive.
     *
     * @throws MailboxClosedException if every source is closed and empty, or becomes so, or this select is closed
     */
    public Optional<Selected<E>> select(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(selectUntil(spi.deadlineAfter(Durations.nanos(timeout))));
    }

    /**
     * Takes an element if there is one now.
     *
     * @throws MailboxClosedException if every source is closed and empty, or this select is closed
     */
    public Optional<Selected<E>> trySelect() {
        begin();
        try {
            return Optional.ofNullable(choose());
        } finally {
            end();
        }
    }

    private @Nullable Selected<E> selectUntil(long deadline) throws InterruptedException {
        Interrupts.check();
        begin();
        try {
            wait.since = spi.nanoTime();
            while (true) {
                Selected<E> selected = choose();
                if (selected != null || isOver(deadline)) {
                    return selected;
                }
                await(deadline);
                asked = nextReady();
            }
        } finally {
            end();
        }
    }

    private boolean isOver(long deadline) {
        return deadline != Scheduler.FOREVER && spi.nanoTime() >= deadline;
    }

    /** Begins a selection, with the source to poll first. */
    private void begin() {
        guard.enter();
        try {
            if (inUse) {
                throw new IllegalStateException("a select belongs to one process at a time: make one for each");
            }
            asked = pollReady();
            inUse = true;
        } finally {
            guard.exit();
        }
    }

    /**
     * Ends a selection. The source that was polled last is ready, unless it answered that it has nothing: so it is also
     * if it failed.
     */
    private void end() {
        guard.enter();
        if (asked != NONE) {
            ready.add(asked);
            asked = NONE;
        }
        inUse = false;
        guard.exit();
    }

    /** Polls the ready sources in order until one has an element; null if none has. */
    private @Nullable Selected<E> choose() {
        for (; asked != NONE; asked = nextReady()) {
            Slot slot = slots.get(asked);
            E element = slot.spi.poll();
            if (element != null) {
                turn = slot.index + 1;
                return new Selected<>(slot.index, slot.source, element);
            }
            slot.noteIfExhausted();
        }
        if (closed || exhausted == slots.size()) {
            throw new MailboxClosedException(closed ? "the select" : "every source of the select");
        }
        return null;
    }

    private int nextReady() {
        guard.enter();
        try {
            return pollReady();
        } finally {
            guard.exit();
        }
    }

    /**
     * The source to poll next, which is no longer ready then. That comes before it is polled, so that an element that
     * arrives after its answer makes it ready again.
     */
    private int pollReady() {
        int index = closed ? NONE : first();
        if (index != NONE) {
            ready.remove(index);
        }
        return index;
    }

    private int first() {
        return switch (order) {
            case DECLARED -> ready.next(0);
            case FAIR -> {
                int index = ready.next(turn);
                yield index != NONE ? index : ready.next(0);
            }
            case RANDOM -> ready.count() == 0 ? NONE : ready.get(scheduler.choose(ready.count()));
        };
    }

    private void await(long deadline) throws InterruptedException {
        Waiter me = spi.currentWaiter();
        guard.enter();
        try {
            if (ready.count() > 0 || closed) {
                return;
            }
            waiter = me;
        } finally {
            guard.exit();
        }
        try {
            me.await(wait, deadline);
        } finally {
            guard.enter();
            waiter = null;
            guard.exit();
        }
    }

    /** Ends the registration with the sources and any wait. Closing it again does nothing. */
    @Override
    public void close() {
        slots.forEach(slot -> slot.spi.unregister(slot));
        guard.enter();
        try {
            closed = true;
            if (waiter != null) {
                guard.wake(waiter);
            }
        } finally {
            guard.exit();
        }
    }

    /** The reason of one selection's wait, which goes on when another process was quicker to take the element. */
    private final class Wait implements WaitReason {

        private long since;

        @Override
        public String describe() {
            return describeSources();
        }

        @Override
        public long since() {
            return since;
        }
    }

    private String describeSources() {
        String names = slots.stream()
                .limit(NAMED_IN_REASON)
                .map(slot -> slot.spi.description())
                .collect(Collectors.joining(" or "));
        int more = slots.size() - NAMED_IN_REASON;
        return "an element of " + names + (more > 0 ? " or " + more + " more" : "");
    }

    /** The registration with one source. */
    private final class Slot implements SourceSpi.Signal {

        private final int index;
        private final Source<? extends E> source;
        private final SourceSpi<? extends E> spi;
        private boolean noted;

        Slot(int index, Source<? extends E> source) {
            this.index = index;
            this.source = source;
            this.spi = source.spi();
        }

        @Override
        public void ready() {
            guard.enter();
            try {
                ready.add(index);
                if (waiter != null) {
                    guard.wake(waiter);
                }
            } finally {
                guard.exit();
            }
        }

        void noteIfExhausted() {
            if (!noted && spi.isClosed()) {
                noted = true;
                exhausted++;
            }
        }
    }
}
