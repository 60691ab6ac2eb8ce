package dev.simbroker;

import dev.simbroker.time.Process;
import dev.simbroker.time.ProcessBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Handlers within this JVM, each a process that receives, handles and acknowledges. */
final class LocalConsumption<T> implements Consumption<T> {

    private final LocalBroker broker;
    private final LocalSubscriber<T> subscriber;
    private final MessageHandler<T> handler;
    private final List<Worker> workers = new ArrayList<>();

    LocalConsumption(LocalBroker broker, LocalSubscriber<T> subscriber, int concurrency, MessageHandler<T> handler) {
        this.broker = broker;
        this.subscriber = subscriber;
        this.handler = handler;
        for (int n = 1; n <= concurrency; n++) {
            String name = subscriber.name() + (concurrency == 1 ? "" : "/" + n);
            var worker = new Worker();
            workers.add(worker);
            worker.process = broker.scheduler().spawn(name, worker);
        }
    }

    @Override
    public Subscriber<T> subscriber() {
        return subscriber;
    }

    /** A process that handles, and the thread it runs on: a handler that closes must not wait for itself. */
    private final class Worker implements ProcessBody {

        @Nullable Process process;

        private @Nullable Thread thread;

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
                handle(delivery);
            }
        }
    }

    private List<Process> others() {
        return workers.stream()
                .filter(worker -> worker.thread != Thread.currentThread())
                .map(worker -> Objects.requireNonNull(worker.process))
                .toList();
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
        broker.tell(listener -> listener.handled(delivery, time, succeeded));
    }

    @Override
    public void close() throws InterruptedException {
        subscriber.stop();
        if (broker.scheduler().canWait()) {
            for (Process worker : others()) {
                worker.join();
            }
        }
        abandon();
    }

    @Override
    public void close(Duration grace) throws InterruptedException {
        long deadline = broker.deadlineAfter("a grace", grace);
        subscriber.stop();
        for (Process worker : others()) {
            worker.join(Duration.ofNanos(Math.max(0, deadline - broker.nanoTime())));
        }
        abandon();
    }

    private void abandon() {
        subscriber.close();
        others().forEach(Process::interrupt);
    }
}
