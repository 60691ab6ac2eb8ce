package dev.simbroker.examples;

import static dev.simbroker.examples.OrderSaga.Action.REFUND;
import static dev.simbroker.examples.OrderSaga.Action.RELEASE_STOCK;
import static dev.simbroker.examples.OrderSaga.Action.REQUEST_PAYMENT;
import static dev.simbroker.examples.OrderSaga.Action.RESERVE_STOCK;
import static dev.simbroker.examples.OrderSaga.Action.SHIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.simbroker.Broker;
import dev.simbroker.Subscription;
import dev.simbroker.examples.OrderSaga.Action;
import dev.simbroker.examples.OrderSaga.Payment;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the saga is tested by the wall clock. */
@Tag("real-time")
class OrderSagaRealTimeTest {

    static final Duration TIMEOUT = Duration.ofSeconds(5); // 15 min in production

    private final LiveScheduler scheduler = Scheduler.live();
    private final Broker broker = Broker.create(scheduler);
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final List<Action> actions = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        var log = Subscription.named("log");
        broker.consume(
                OrderSaga.COMMANDS,
                log,
                1,
                delivery -> actions.add(delivery.payload().action()));
        startSaga(broker, executor);
    }

    void startSaga(Broker itsBroker, ScheduledExecutorService itsExecutor) {
        new OrderSaga(itsBroker, itsExecutor, TIMEOUT);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        scheduler.close();
    }

    @Test
    void orderThatIsPaid_isShipped_andNothingMore() throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");
        Thread.sleep(1000);
        broker.publish(OrderSaga.PAYMENTS, new Payment("order 1", true));

        await().atMost(Duration.ofSeconds(1)).until(() -> actions.contains(SHIP));
        Thread.sleep(6000); // nothing more?
        assertThat(actions).containsExactly(RESERVE_STOCK, REQUEST_PAYMENT, SHIP);
    }

    @Test
    void orderThatIsDeclined_releasesItsStock() throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");
        Thread.sleep(100); // until the saga knows the order
        broker.publish(OrderSaga.PAYMENTS, new Payment("order 1", false));

        await().atMost(Duration.ofSeconds(2)).until(() -> actions.contains(RELEASE_STOCK));
    }

    @Test
    void orderThatIsNotPaidInTime_releasesItsStock() throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");

        Thread.sleep(4000);
        assertThat(actions).containsExactly(RESERVE_STOCK, REQUEST_PAYMENT);
        await().atMost(Duration.ofSeconds(3)).until(() -> actions.contains(RELEASE_STOCK));
    }

    @Test
    void orderThatIsPaidTooLate_isPaidBack() throws Exception {
        broker.publish(OrderSaga.ORDERS, "order 1");
        Thread.sleep(6000);
        broker.publish(OrderSaga.PAYMENTS, new Payment("order 1", true));

        await().atMost(Duration.ofSeconds(1)).until(() -> actions.contains(REFUND));
        assertThat(actions).containsExactly(RESERVE_STOCK, REQUEST_PAYMENT, RELEASE_STOCK, REFUND);
    }
}
