package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.MessageConsumer;
import dev.simbroker.MessageHandler;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionClosedException;
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

    private final LocalBroker broker;
    private final LocalSubscriber<T> subscriber;
    private final MessageHandler<T> handler;
    private final List<Worker> workers = new ArrayList<>();

    LocalMessageConsumer(
            LocalBroker broker, LocalSubscriber<T> subscriber, int concurrency, MessageHandler<T> handler) {
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
        } catch (RuntimeException e) { // the scheduler closes: those that were spawned end with their subscriber
            subscriber.close();
            throw e;
        }
    }

    @Override
    public Subscriber<T> subscriber() {
        return subscriber;
    }

    /** A process that handles, and the thread it runs on, by which a handler that closes is known. */
    private final class Worker implements ProcessBody {

        @Nullable SimProcess process;

        // written by the process itself, and read by whoever closes
        private volatile @Nullable Thread thread;
        private volatile @Nullable Delivery<T> inWork;
        /** Whether its handler is closing this; other handlers that do so must not wait for it. */
        private volatile boolean closing;

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

        void await(long deadline) throws InterruptedException {
            Objects.requireNonNull(process).join(Duration.ofNanos(Math.max(0, deadline - broker.nanoTime())));
        }
    }

    private void handle(Delivery<T> delivery) throws InterruptedException {
        long start = broker.nanoTime();
        boolean succeeded = false;
        try {
            handler.handle(delivery);
            succeeded = true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            broker.log().debug("the handler of {} failed at {}", subscriber, delivery, e);
        } finally {
            if (succeeded) {
                delivery.ack();
            } else {
                delivery.nack();
            }
            report(delivery, Duration.ofNanos(broker.nanoTime() - start), succeeded);
        }
    }

    private void report(Delivery<T> delivery, Duration time, boolean succeeded) {
        broker.guarded(() -> {
            broker.tell(listener -> listener.handled(delivery, time, succeeded));
            return true;
        });
    }

    @Override
    public void close() throws InterruptedException {
        close(Scheduler.FOREVER);
    }

    @Override
    public void close(Duration grace) throws InterruptedException {
        close(broker.deadlineAfter("a grace", grace));
    }

    private void close(long deadline) throws InterruptedException {
        boolean byHandler = workers.stream().anyMatch(Worker::isCaller);
        workers.stream().filter(Worker::isCaller).forEach(worker -> worker.closing = true);
        subscriber.stop();
        if (broker.spi().canWait()) {
            for (Worker worker : workers) {
                if (!(byHandler && worker.closing)) {
                    worker.await(deadline);
                }
            }
        }
        abandon(worker -> !(byHandler && worker.closing));
    }

    /** Returns what these workers have not finished. */
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
