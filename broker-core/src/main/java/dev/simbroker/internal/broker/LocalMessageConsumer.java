package dev.simbroker.internal.broker;

import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.MessageConsumer;
import dev.simbroker.MessageHandler;
import dev.simbroker.Subscriber;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.internal.subscription.BrokerContext;
import dev.simbroker.internal.subscription.HandlerOutcome;
import dev.simbroker.internal.subscription.LocalDelivery;
import dev.simbroker.internal.util.UnwindError;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Handlers within this JVM, each a process that receives, handles and acknowledges. */
final class LocalMessageConsumer<T> implements MessageConsumer<T> {

    private final BrokerContext broker;
    private final LocalSubscriber<T> subscriber;
    private final MessageHandler<T> handler;
    private final HandlerFailures failures;
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger alive = new AtomicInteger();

    LocalMessageConsumer(
            BrokerContext broker,
            HandlerFailures failures,
            LocalSubscriber<T> subscriber,
            int concurrency,
            MessageHandler<T> handler) {
        this.broker = broker;
        this.failures = failures;
        this.subscriber = subscriber;
        this.handler = handler;
        try {
            for (int n = 1; n <= concurrency; n++) {
                String name = subscriber.name() + (concurrency == 1 ? "" : "/" + n);
                var worker = new Worker();
                workers.add(worker);
                alive.incrementAndGet();
                subscriber.countHandlers(1);
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

    @Override
    public int workers() {
        return alive.get();
    }

    /** A process that handles messages. No failure ends it, for then nobody would notice that nobody consumes. */
    private final class Worker implements ProcessBody {

        @Nullable SimProcess process;

        // written by the process itself, and read by callers of close and drain
        private volatile @Nullable Thread thread;
        private volatile @Nullable Delivery<T> inWork;
        /** Whether its handler is draining this; other handlers that do so must not wait for it. */
        private volatile boolean draining;

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                for (LocalDelivery<T> next = next(); next != null; next = next()) {
                    inWork = next;
                    handle(next);
                }
            } finally {
                alive.decrementAndGet();
                subscriber.countHandlers(-1);
            }
        }

        /** The next message; null if there will be none. An interrupt alone is no reason to give up. */
        private @Nullable LocalDelivery<T> next() {
            while (!broker.isSchedulerClosing()) {
                try {
                    return (LocalDelivery<T>) subscriber.receive();
                } catch (SubscriptionClosedException e) {
                    return null;
                } catch (InterruptedException e) {
                    // the scheduler closes, or somebody does not know what he does
                }
            }
            return null;
        }

        boolean isCaller() {
            return thread == Thread.currentThread();
        }

        /** Waits for its end; returns whether it has ended by {@code deadline}. */
        boolean await(long deadline) throws InterruptedException {
            return Objects.requireNonNull(process).join(Duration.ofNanos(Math.max(0, deadline - broker.now())));
        }
    }

    // ---- a message is handled ----

    private void handle(LocalDelivery<T> delivery) {
        long start = broker.now();
        delivery.handlerBegins();
        Throwable thrown = call(delivery);
        boolean leftInterrupted = Thread.interrupted() && !isToEnd();
        if (leftInterrupted) {
            thrown = interruptStatusLeft(delivery, thrown);
        }
        HandlerFailure failure = thrown == null ? null : HandlerFailures.describe(thrown);
        if (thrown == null || failure == null) {
            delivery.handlerSucceeded();
        } else {
            failed(delivery, failure, thrown);
        }
        report(delivery, Duration.ofNanos(broker.now() - start), failure);
        if (thrown instanceof Error error && (thrown instanceof UnwindError || isSimulated())) {
            throw error;
        }
        if (thrown instanceof IllegalStateException exception && leftInterrupted && isSimulated()) {
            throw exception;
        }
    }

    /** Whether the handlers are interrupted for good reason: they or their scheduler end. */
    private boolean isToEnd() {
        return subscriber.isClosed() || broker.isSchedulerClosing();
    }

    /** Calls the handler, and answers what it threw. */
    private @Nullable Throwable call(Delivery<T> delivery) {
        try {
            handler.handle(delivery);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private IllegalStateException interruptStatusLeft(LocalDelivery<T> delivery, @Nullable Throwable thrown) {
        var failure = new IllegalStateException(
                "the handler of " + delivery.member().queue().description()
                        + " left the interrupt status of its thread set at message "
                        + delivery.message().id()
                        + ": let the InterruptedException out, so that the message is delivered again, or leave the"
                        + " status alone",
                thrown);
        if (thrown != null) { // whose line is the handler's, while this one's says where it was noticed
            failure.setStackTrace(thrown.getStackTrace());
        }
        return failure;
    }

    private void failed(LocalDelivery<T> delivery, HandlerFailure failure, Throwable thrown) {
        HandlerOutcome outcome = delivery.handlerFailed(failure);
        boolean asked = thrown instanceof UnwindError || (thrown instanceof InterruptedException && isToEnd());
        if (!asked) {
            failures.add(delivery, failure, thrown, outcome);
        }
    }

    /** Whether a failure that a test should see at once can end the run. */
    private boolean isSimulated() {
        return !broker.guard().isParallel();
    }

    private void report(Delivery<T> delivery, Duration time, @Nullable HandlerFailure failure) {
        broker.guarded(() -> broker.listeners().tell(listener -> listener.handled(delivery, time, failure)));
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
