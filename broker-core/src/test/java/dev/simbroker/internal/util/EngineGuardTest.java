package dev.simbroker.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.Topic;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.SchedulerSpi;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class EngineGuardTest {

    private static final Topic<String> ORDERS = Topic.of("orders", String.class);

    /** A guard of somebody else's, which knows nothing of the engine. */
    private static final class PlainGuard implements Guard {

        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public void enter() {
            lock.lock();
        }

        @Override
        public void exit() {
            lock.unlock();
        }

        @Override
        public boolean isHeldByCaller() {
            return lock.isHeldByCurrentThread();
        }
    }

    /** What {@code target} is, except that {@code method} answers {@code result}. */
    private static <T> T except(Class<T> type, T target, String method, Object result) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            try {
                return called.getName().equals(method) ? result : called.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static Scheduler withPlainGuards(Scheduler scheduler) {
        var spi = except(SchedulerSpi.class, scheduler.spi(), "newGuard", new PlainGuard());
        return except(Scheduler.class, scheduler, "spi", spi);
    }

    @Test
    void guardOfOurs_isUsedAsItIs() {
        try (var simulation = Simulation.create()) {
            assertThat(EngineGuard.of(simulation.spi()))
                    .isSameAs(simulation.spi().newGuard());
        }
    }

    @Test
    void plainGuard_countsAsOneOfParallelProcesses() {
        try (var live = Scheduler.live()) {
            EngineGuard guard = EngineGuard.of(withPlainGuards(live).spi());

            guard.enter();
            guard.pass();
            assertThat(guard.isHeldByCaller()).isTrue();
            guard.exit();
            assertThat(guard.isHeldByCaller()).isFalse();
            assertThat(guard.isParallel()).isTrue();
            assertThat(guard.mayStayOutside()).isTrue();
        }
    }

    @Test
    void queuesAndBrokers_workUnderPlainGuards() throws Exception {
        try (var live = Scheduler.live()) {
            var scheduler = withPlainGuards(live);
            var mailbox = Mailbox.<String>bounded(scheduler, "answers", 1);
            var broker = Broker.create(scheduler);
            var orders = broker.subscribe(ORDERS);
            live.spawn("worker", () -> {
                for (int n = 0; n < 1_000; n++) {
                    mailbox.put(orders.receive().payload());
                }
            });

            for (int n = 0; n < 1_000; n++) {
                broker.tryPublish(ORDERS, "order " + n);
                assertThat(mailbox.take()).isEqualTo("order " + n);
            }
        }
    }
}
