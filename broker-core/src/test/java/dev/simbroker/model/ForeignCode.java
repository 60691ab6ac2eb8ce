package dev.simbroker.model;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static dev.simbroker.testing.SampleTopics.USERS;

import dev.simbroker.Broker;
import dev.simbroker.BrokerListener;
import dev.simbroker.Delivery;
import dev.simbroker.Publication;
import dev.simbroker.Retention;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The code of a stranger, who has been let into listeners, filters, signals, handlers and transactions, and does there
 * whatever comes to his mind: throws anything, publishes, subscribes, closes, interrupts. From a seed; each place has a
 * source of chance of its own, so that it may be called by any thread.
 */
final class ForeignCode {

    /** Where it is called, by what it may do there. */
    enum Place {
        /** May do everything. */
        LISTENER,
        /** May do everything, and what it throws is what it is about; in a simulation, an error would end the run. */
        HANDLER,
        /** Is refused whatever it does with the broker. */
        FILTER
    }

    private static final List<Supplier<Throwable>> EXCEPTIONS = List.of(
            () -> new IllegalStateException("a stranger's"),
            () -> new IOException("a stranger's"),
            () -> new InterruptedException("a stranger's"));

    private static final List<Supplier<Throwable>> ERRORS = List.of(
            () -> new AssertionError("a stranger's"),
            () -> new StackOverflowError("a stranger's"),
            () -> new OutOfMemoryError("a stranger's"),
            () -> new NoClassDefFoundError("a stranger's"));

    private static final int MOST_GUESTS = 8;

    private final Broker broker;
    private final boolean simulated;
    private final Random random;
    /** The subscribers that it has made. */
    private final Queue<Subscriber<String>> guests = new ConcurrentLinkedQueue<>();

    private volatile boolean over;

    ForeignCode(Broker broker, boolean simulated, long seed) {
        this.broker = broker;
        this.simulated = simulated;
        this.random = new Random(seed);
    }

    /** Ends the nonsense. */
    void end() {
        over = true;
    }

    /** Does something, or throws something, or mostly nothing. */
    void run(Place place) {
        int dice = dice(20);
        if (over || dice > 7) {
            return;
        }
        if (dice < 3) {
            throw ForeignCode.<RuntimeException>sneaky(throwable(place));
        }
        if (place != Place.FILTER || dice == 3) { // a filter that is refused makes its publisher fail
            try {
                act();
            } catch (Error e) {
                if (simulated && place == Place.HANDLER) {
                    throw new IllegalStateException("another stranger's", e);
                }
                throw e;
            }
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so that the compiler sees no checked exception
    static <X extends Throwable> X sneaky(Throwable any) throws X {
        throw (X) any;
    }

    private Throwable throwable(Place place) {
        boolean error = dice(2) == 0 && !(simulated && place == Place.HANDLER);
        return error
                ? ERRORS.get(dice(ERRORS.size())).get()
                : EXCEPTIONS.get(dice(EXCEPTIONS.size())).get();
    }

    private void act() {
        switch (dice(8)) {
            case 0, 1 -> broker.tryPublish(ORDERS, "nested");
            case 2 -> broker.tryPublish(Publication.of(USERS, "nested").delay(Duration.ofMillis(dice(50))));
            case 3 -> comeAndGo();
            case 4 -> broker.deleteSubscription(ORDERS, "guests");
            case 5 -> broker.retain(USERS, Retention.last(1 + dice(3)));
            case 6 -> broker.subscriptions();
            default -> {
                if (!simulated || isPublisher()) { // in a simulation, a handler's or a timer's would end the run
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Whether a publisher is running, which may tell listeners and ask filters, too. */
    private boolean isPublisher() {
        return broker.scheduler()
                .currentProcess()
                .filter(process -> process.name().startsWith("publisher"))
                .isPresent();
    }

    /** Subscribes, or closes, crashes or uses what it has subscribed. */
    private void comeAndGo() {
        if (guests.size() < MOST_GUESTS && dice(2) == 0) {
            guests.add(broker.subscribe(ORDERS, Subscription.named("guests").atLeastOnce(Duration.ofMillis(40))));
            return;
        }
        Subscriber<String> guest = guests.poll();
        if (guest != null) {
            if (!guest.isClosed() && dice(2) == 0) {
                guest.tryReceive().ifPresent(dice(2) == 0 ? Delivery::nack : Delivery::reject);
            }
            if (dice(2) == 0) {
                guest.close();
            } else {
                guest.crash();
            }
        }
    }

    private synchronized int dice(int sides) {
        return random.nextInt(sides);
    }

    /** A listener of every event. */
    BrokerListener listener() {
        return (BrokerListener) Proxy.newProxyInstance(
                BrokerListener.class.getClassLoader(), new Class<?>[] {BrokerListener.class}, (proxy, method, of) -> {
                    if (method.getDeclaringClass() != BrokerListener.class) {
                        return method.invoke(this, of);
                    }
                    run(Place.LISTENER);
                    return null;
                });
    }

    /** Whether its messages are dead letters, to which it does nothing more. */
    static boolean isAboutLetters(Delivery<?> delivery) {
        return delivery.message().topic().equals(DEAD);
    }
}
