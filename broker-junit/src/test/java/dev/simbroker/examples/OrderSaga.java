package dev.simbroker.examples;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Leads an order from its placement to its shipment: reserves the stock, asks for the payment, and ships when it is
 * there. If it is declined, or not there in time, the stock is released; what is paid later is paid back.
 */
class OrderSaga {

    static final Topic<String> ORDERS = Topic.of("orders", String.class);
    static final Topic<Payment> PAYMENTS = Topic.of("payments", Payment.class);
    static final Topic<Command> COMMANDS = Topic.of("commands", Command.class);

    /** The answer to {@link Action#REQUEST_PAYMENT}, which may come at any time, several times, or never. */
    record Payment(String order, boolean accepted) {}

    /** What the saga has others do. */
    record Command(Action action, String order) {}

    enum Action {
        RESERVE_STOCK,
        REQUEST_PAYMENT,
        SHIP,
        RELEASE_STOCK,
        REFUND
    }

    enum State {
        PENDING,
        PAID,
        CANCELLED,
        REFUNDED
    }

    private final Broker broker;
    private final ScheduledExecutorService executor;
    private final Duration timeout;
    final Map<String, State> states = new ConcurrentHashMap<>();

    OrderSaga(Broker broker, ScheduledExecutorService executor, Duration timeout) {
        this.broker = broker;
        this.executor = executor;
        this.timeout = timeout;
        var subscription = Subscription.named("saga").atLeastOnce();
        broker.consume(ORDERS, subscription, 1, delivery -> placed(delivery.payload()));
        broker.consume(PAYMENTS, subscription, 1, delivery -> answered(delivery.payload()));
    }

    private void placed(String order) throws InterruptedException {
        if (states.putIfAbsent(order, State.PENDING) == null) {
            var unused = executor.schedule(() -> timedOut(order), timeout.toNanos(), TimeUnit.NANOSECONDS);
            command(Action.RESERVE_STOCK, order);
            command(Action.REQUEST_PAYMENT, order);
        }
    }

    private boolean timedOut(String order) throws InterruptedException {
        return go(order, State.PENDING, State.CANCELLED, Action.RELEASE_STOCK);
    }

    private void answered(Payment payment) throws InterruptedException {
        String order = payment.order();
        if (!payment.accepted()) {
            go(order, State.PENDING, State.CANCELLED, Action.RELEASE_STOCK);
        } else if (!go(order, State.PENDING, State.PAID, Action.SHIP)) {
            go(order, State.CANCELLED, State.REFUNDED, Action.REFUND);
        }
    }

    /** Goes from one state to another, for one caller only: first the state, then the command. */
    boolean go(String order, State from, State to, Action action) throws InterruptedException {
        if (!states.replace(order, from, to)) {
            return false;
        }
        command(action, order);
        return true;
    }

    void command(Action action, String order) throws InterruptedException {
        broker.publish(COMMANDS, new Command(action, order));
    }
}
