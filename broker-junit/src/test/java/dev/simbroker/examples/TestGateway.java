package dev.simbroker.examples;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that does what a test tells it, and remembers when it was asked. */
final class TestGateway implements Billing.Gateway {

    /** What happens at a call. */
    interface Behaviour {
        /** Is called at the start of call {@code number}, from 1; what it throws is what the call throws. */
        void call(int number) throws Exception;
    }

    private final Clock clock;
    private final AtomicInteger number = new AtomicInteger();
    private final List<Instant> calls = new CopyOnWriteArrayList<>();
    private final List<String> charged = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = call -> {};

    TestGateway(Clock clock) {
        this.clock = clock;
    }

    void behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    void fail(int times) {
        behave(call -> {
            if (call <= times) {
                throw new IllegalStateException("503 Service Unavailable");
            }
        });
    }

    @Override
    public void charge(String order) throws Exception {
        calls.add(clock.instant());
        behaviour.call(number.incrementAndGet());
        charged.add(order);
    }

    /** When it was asked, in order. */
    List<Instant> calls() {
        return calls;
    }

    /** The orders that were charged, in order, one that was charged twice twice. */
    List<String> charged() {
        return charged;
    }
}
