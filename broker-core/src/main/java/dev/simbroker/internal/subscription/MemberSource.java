package dev.simbroker.internal.subscription;

import dev.simbroker.Delivery;
import dev.simbroker.internal.wait.WaitNode;
import dev.simbroker.queue.Source;
import dev.simbroker.queue.spi.SourceSpi;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.Guard;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Receives on behalf of one member. Every method may be called from any thread; deliveries count as received when they
 * are returned.
 *
 * @param dispatcher the one of the member's queue, at hand since each receipt needs it, as is the guard
 */
public record MemberSource<T>(LocalMember<T> member, Dispatcher<T> dispatcher, Guard guard)
        implements Source<Delivery<T>>, SourceSpi<Delivery<T>> {

    public MemberSource(LocalMember<T> member) {
        this(member, member.queue().dispatcher(), member.queue().broker().guard());
    }

    // ---- receiving ----

    /** Receives a message if that is possible without the guard; null if not. */
    public @Nullable Delivery<T> receiveUnguarded() {
        return dispatcher.receiveUnguarded(member);
    }

    /** Receives a message if there is one; null if not. */
    @Override
    public @Nullable Delivery<T> poll() {
        Delivery<T> unguarded = dispatcher.receiveUnguarded(member);
        if (unguarded != null) {
            return unguarded;
        }
        guard.enter();
        try {
            return dispatcher.receiveNow(member);
        } catch (VirtualMachineError e) {
            throw failed(e);
        } finally {
            guard.exit();
        }
    }

    /** Receives a message, waiting for one until {@code deadline}; null if none came, or the member is closed. */
    public @Nullable Delivery<T> await(long deadline) throws InterruptedException {
        while (true) {
            if (dispatcher.isWorthPausing()) {
                dispatcher.pause(member);
                Delivery<T> unguarded = dispatcher.receiveUnguarded(member);
                if (unguarded != null) {
                    return unguarded;
                }
            }
            WaitNode<LocalDelivery<T>> node;
            guard.enter();
            try {
                Delivery<T> delivery = dispatcher.receiveNow(member);
                if (delivery != null || member.isClosed() || isOver(deadline)) {
                    return delivery;
                }
                node = dispatcher.awaitMessage(member);
            } catch (VirtualMachineError e) {
                throw failed(e);
            } finally {
                guard.exit();
            }
            switch (dispatcher.await(member, node, deadline)) {
                case SERVED -> {
                    var delivery = Objects.requireNonNull(node.element());
                    if (delivery.isSettled() || goesOnWith(delivery)) {
                        return delivery;
                    }
                }
                case TIMED_OUT -> {
                    return null;
                }
                case EXPELLED -> {
                    // closed, which the next round finds out
                }
            }
        }
    }

    private boolean isOver(long deadline) {
        return deadline != Scheduler.FOREVER && member.queue().broker().now() >= deadline;
    }

    /** Notes that the caller goes on with what it was handed; false if that was taken back meanwhile. */
    private boolean goesOnWith(LocalDelivery<T> delivery) {
        guard.enter();
        try {
            return dispatcher.receive(delivery);
        } catch (VirtualMachineError e) {
            throw failed(e);
        } finally {
            guard.exit();
        }
    }

    private VirtualMachineError failed(VirtualMachineError error) {
        member.queue().broker().failed(error);
        return error;
    }

    // ---- for selects ----

    @Override
    public SourceSpi<Delivery<T>> spi() {
        return this;
    }

    @Override
    public String description() {
        return member.queue().description();
    }

    @Override
    public boolean isClosed() {
        return member.isClosed();
    }

    @Override
    public void register(Signal signal) {
        member.queue().broker().guarded(() -> member.queue().register(member, signal));
    }

    @Override
    public void unregister(Signal signal) {
        member.queue().broker().guarded(() -> member.queue().unregister(member, signal));
    }
}
