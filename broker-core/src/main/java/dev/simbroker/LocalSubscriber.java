package dev.simbroker;

import dev.simbroker.queue.MailboxClosedException;
import dev.simbroker.queue.Select;
import dev.simbroker.queue.Source;
import dev.simbroker.time.Guard;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A subscriber within this JVM: it takes from the channels of its topics through a select in declared order. */
final class LocalSubscriber<T> implements Subscriber<T> {

    private final LocalBroker broker;
    private final String name;
    private final List<? extends Channel<? extends T>> channels;
    private final List<Source<Delivery<T>>> sources;
    private final Scheduler scheduler;
    private final Guard guard;

    // guarded by guard
    /** Selects not in use: one is registered for each process that ever received at the same time as others. */
    private final ArrayDeque<Select<Delivery<T>>> idle = new ArrayDeque<>(1);

    private volatile boolean closed;

    LocalSubscriber(LocalBroker broker, String name, List<? extends Channel<? extends T>> channels) {
        this.broker = broker;
        this.name = name;
        this.channels = channels;
        this.scheduler = broker.scheduler();
        this.guard = scheduler.newGuard();
        this.sources = channels.stream().map(LocalSubscriber::<T>source).toList();
    }

    /** A source of deliveries of some T, read only, is one of deliveries of T. */
    @SuppressWarnings("unchecked")
    private static <T> Source<Delivery<T>> source(Channel<? extends T> channel) {
        return (Source<Delivery<T>>) (Source<?>) channel.source();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Topic<? extends T>> topics() {
        return (List<Topic<? extends T>>) (List<?>)
                channels.stream().map(channel -> channel.topic().topic()).toList();
    }

    @Override
    public Delivery<T> receive() throws InterruptedException {
        Select<Delivery<T>> select = borrow();
        try {
            return select.select().element();
        } catch (MailboxClosedException e) {
            throw closedException();
        } finally {
            giveBack(select);
        }
    }

    @Override
    public Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        Select<Delivery<T>> select = borrow();
        try {
            return select.select(timeout).map(selected -> selected.element());
        } catch (MailboxClosedException e) {
            throw closedException();
        } finally {
            giveBack(select);
        }
    }

    @Override
    public Optional<Delivery<T>> tryReceive() {
        checkOpen();
        return Optional.ofNullable(poll());
    }

    private Select<Delivery<T>> borrow() {
        checkOpen();
        guard.enter();
        try {
            Select<Delivery<T>> select = idle.poll();
            return select != null ? select : Select.of(scheduler, sources);
        } finally {
            guard.exit();
        }
    }

    private void giveBack(Select<Delivery<T>> select) {
        guard.enter();
        try {
            idle.push(select);
        } finally {
            guard.exit();
        }
    }

    @Override
    public @Nullable Delivery<T> poll() {
        for (Source<Delivery<T>> source : sources) {
            Delivery<T> delivery = source.poll();
            if (delivery != null) {
                return delivery;
            }
        }
        return null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void register(Signal signal) {
        sources.forEach(source -> source.register(signal));
    }

    @Override
    public void unregister(Signal signal) {
        sources.forEach(source -> source.unregister(signal));
    }

    @Override
    public List<SubscriptionStatistics> statistics() {
        return List.copyOf(channels);
    }

    @Override
    public void close() {
        guard.enter();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            guard.exit();
        }
        channels.forEach(Channel::close);
        broker.unsubscribed(this);
    }

    private void checkOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private SubscriptionClosedException closedException() {
        return new SubscriptionClosedException(
                name,
                channels.stream()
                        .map(channel -> channel.topic().topic().toString())
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public String description() {
        return "subscriber '" + name + "'";
    }

    @Override
    public String toString() {
        return description();
    }
}
