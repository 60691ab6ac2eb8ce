package dev.simbroker.live;

import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Overflow;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A caller that has hardly any stack left, at every depth near its end. The broker goes on with right books, or says
 * that it is broken: it never locks out the others, as it did when the lock was taken by an entry that overflowed.
 * Without leases, since the queue of the JDK's timers does not survive an overflow of its own (decision 32).
 */
@Timeout(120)
class DeepStackTest {

    private static final int STACK = 256 * 1024;
    private static final int NEAR_THE_END = 300;

    private final LiveScheduler scheduler = Scheduler.live();

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void callersThatOverflowAtWhateverDepth_lockNobodyOut() throws Exception {
        for (int round = 0; round < 5; round++) {
            var broker = Broker.create(scheduler);
            Subscriber<String> work =
                    broker.subscribe(ORDERS, Subscription.named("work").capacity(1_000_000, Overflow.REJECT));
            var caller = new Thread(null, () -> overflow(broker, work), "deep", STACK);
            caller.start();
            caller.join();

            String answer = CompletableFuture.supplyAsync(() -> ask(broker)).get(30, TimeUnit.SECONDS);

            assertThat(answer)
                    .satisfiesAnyOf(
                            it -> assertThat(it).isEqualTo("balanced"),
                            it -> assertThat(it).contains("is broken"));
        }
    }

    private static String ask(Broker broker) {
        try {
            broker.tryPublish(ORDERS, "after");
            var work = broker.subscriptions().getFirst();
            long sum = work.settled() + work.dropped() + work.ready() + work.inFlight();
            return sum == work.accepted() ? "balanced" : "unbalanced: " + work;
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void overflow(Broker broker, Subscriber<String> work) {
        int deepest = deepest();
        for (int depth = deepest - NEAR_THE_END; depth < deepest + NEAR_THE_END; depth++) {
            try {
                at(depth, () -> {
                    broker.tryPublish(ORDERS, "order");
                    work.tryReceive();
                });
            } catch (StackOverflowError | IllegalStateException e) {
                // on purpose, or told that the broker is broken
            }
        }
    }

    private static int deepest() {
        int depth = 0;
        try {
            while (true) {
                depth += 20;
                at(depth, () -> {});
            }
        } catch (StackOverflowError e) {
            return depth;
        }
    }

    private static int at(int depth, Runnable deed) {
        if (depth == 0) {
            deed.run();
            return 0;
        }
        return 1 + at(depth - 1, deed);
    }
}
