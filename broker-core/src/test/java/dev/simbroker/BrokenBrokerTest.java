package dev.simbroker;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.SchedulerSpi;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker whose memory ran out in the midst of a change says so, rather than going on with wrong books. */
@Timeout(60)
class BrokenBrokerTest {

    private static final Subscription WORK = Subscription.named("work").atLeastOnce();

    private final LiveScheduler live = Scheduler.live();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Broker broker = Broker.create(withoutMemoryForTimers());

    @AfterEach
    void close() {
        broker.close();
        live.close();
    }

    /** The live clock, with no memory left for a timer once {@link #full} is set. */
    private Scheduler withoutMemoryForTimers() {
        SchedulerSpi spi = intercepted(SchedulerSpi.class, live.spi(), null);
        return intercepted(Scheduler.class, live, spi);
    }

    private <T> T intercepted(Class<T> type, T target, @Nullable SchedulerSpi spi) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, of) -> {
            if (method.getName().equals("scheduleAt") && full.get()) {
                throw new OutOfMemoryError("Java heap space");
            }
            if (method.getName().equals("spi")) {
                return spi;
            }
            try {
                return method.invoke(target, of);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @Test
    void afterMemoryRanOutInAChange_everyCallSaysThatTheBrokerIsBroken() {
        var worker = broker.subscribe(ORDERS, WORK);
        broker.tryPublish(ORDERS, "a");
        full.set(true);

        assertThatThrownBy(worker::tryReceive).isInstanceOf(OutOfMemoryError.class);

        full.set(false);
        assertThatIllegalStateException()
                .isThrownBy(() -> broker.tryPublish(ORDERS, "b"))
                .withMessage(
                        "broker 'broker' is broken: java.lang.OutOfMemoryError: Java heap space came in the midst of"
                                + " a change, and nobody can say how much of it was done, so what it says of its"
                                + " messages would be wrong")
                .withCauseInstanceOf(OutOfMemoryError.class);
        assertThatIllegalStateException().isThrownBy(worker::tryReceive).withMessageContaining("is broken");
        assertThatIllegalStateException().isThrownBy(broker::subscriptions).withMessageContaining("is broken");
    }

    @Test
    void whoWaitsWhenABrokerBreaks_isTold() {
        var idle = broker.subscribe(ORDERS, Subscription.named("idle").atLeastOnce());
        var told = new CompletableFuture<String>();
        live.spawn("idle", () -> {
            try {
                idle.receive();
            } catch (IllegalStateException e) {
                told.complete(e.getMessage());
            }
        });
        await().until(() -> !live.blocked().isEmpty());
        full.set(true);

        assertThatThrownBy(
                        () -> broker.tryPublish(Publication.of(ORDERS, "late").delay(Duration.ofHours(1))))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(told.join()).contains("is broken");
    }
}
