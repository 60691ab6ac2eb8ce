package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.MessageConsumer;
import dev.simbroker.MessageHandler;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Handlers within this JVM, each a process that receives, handles and acknowledges. */
final class LocalMessageConsumer<T> implements MessageConsumer<T> {

    private final BrokerContext broker;
    private final LocalSubscriber<T> subscriber;
    private final MessageHandler<T> handler;
    private final List<Worker> workers = new ArrayList<>();

    LocalMessageConsumer(
            BrokerContext broker, LocalSubscriber<T> subscriber, int concurrency, MessageHandler<T> handler) {
        this.broker = broker;
        this.subscriber = subscriber;
        this.handler = handler;
        try {
            for (int n = 1; n <= concurrency; n++) {
                String name = subscriber.name() + (concurrency == 1 ? "" : "/" + n);
                var worker = new Worker();
                workers.add(worker);
                worker.process = broker.scheduler().spawn(name, worker);
            }
        } catch (RuntimeException e) { // the scheduler closes: workers that were spawned end with their subscriber
            subscriber.close();
            throw e;
        }
    }

    @Override
    public Subscriber<T> subscriber() {
        return subscriber;
    }

    /** A process that handles messages. */
    private final class Worker implements ProcessBody {

        @Nullable SimProcess process;

        // written by the process itself, and read by callers of close and drain
        private volatile @Nullable Thread thread;
        private volatile @Nullable Delivery<T> inWork;
        /** Whether its handler is draining this; other handlers that do so must not wait for it. */
        private volatile boolean draining;

        @Override
        public void run() throws InterruptedException {
            thread = Thread.currentThread();
            while (true) {
                Delivery<T> delivery;
                try {
                    delivery = subscriber.receive();
                } catch (SubscriptionClosedException e) {
                    return;
                }
                inWork = delivery;
                handle(delivery);
            }
        }

        boolean isCaller() {
            return thread == Thread.currentThread();
        }

        /** Waits for its end; returns whether it has ended by {@code deadline}. */
        boolean await(long deadline) throws InterruptedException {
            return Objects.requireNonNull(process).join(Duration.ofNanos(Math.max(0, deadline - broker.now())));
        }
    }

    private void handle(Delivery<T> delivery) throws InterruptedException {
        long start = broker.now();
        boolean succeeded = false;
        try {
            handler.handle(delivery);
            succeeded = true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            broker.log(log -> log.debug("the handler of {} failed at {}", subscriber, delivery, e));
        } finally {
            if (succeeded) {
                delivery.ack();
            } else {
                delivery.nack();
            }
            report(delivery, Duration.ofNanos(broker.now() - start), succeeded);
        }
    }

    private void report(Delivery<T> delivery, Duration time, boolean succeeded) {
        broker.guarded(() -> broker.listeners().tell(listener -> listener.handled(delivery, time, succeeded)));
    }

    // ---- the end ----

    @Override
    public void close() {
        subscriber.stop();
        abandon(worker -> !worker.isCaller());
    }

    @Override
    public void drain() throws InterruptedException {
        drain(Scheduler.FOREVER);
    }

    @Override
    public boolean drain(Duration grace) throws InterruptedException {
        return drain(broker.deadlineAfter("a grace", grace));
    }

    private boolean drain(long deadline) throws InterruptedException {
        broker.spi().currentWaiter(); // refuses a caller that cannot wait, before anything happens
        boolean byHandler = workers.stream().anyMatch(Worker::isCaller);
        workers.stream().filter(Worker::isCaller).forEach(worker -> worker.draining = true);
        Predicate<Worker> awaited = worker -> !(byHandler && worker.draining);
        subscriber.stop();
        boolean finished = true;
        for (Worker worker : workers) {
            finished &= !awaited.test(worker) || worker.await(deadline);
        }
        abandon(awaited);
        return finished;
    }

    /** Returns what these workers have not finished, and interrupts them. */
    private void abandon(Predicate<Worker> abandoned) {
        var kept = workers.stream()
                .filter(abandoned.negate())
                .map(worker -> worker.inWork)
                .toList();
        subscriber.closeExcept(kept::contains);
        workers.stream()
                .filter(abandoned)
                .map(worker -> Objects.requireNonNull(worker.process))
                .forEach(SimProcess::interrupt);
    }
}
