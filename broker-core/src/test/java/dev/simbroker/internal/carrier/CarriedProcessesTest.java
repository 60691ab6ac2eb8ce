package dev.simbroker.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.ExternalBlockingException;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.RealTimeLimitException;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Carrier;
import dev.simbroker.time.spi.Coroutine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is particular to processes that one thread carries; that all else is the same, their whole suites show. */
@Tag("carried")
@Timeout(60)
class CarriedProcessesTest {

    private static Simulation.Builder settings() {
        return Simulation.builder().carrier(Carrier.carried());
    }

    private static String carrierOf(Thread current) {
        String text = current.toString();
        return text.substring(text.indexOf('@') + 1);
    }

    @Test
    void processesThatTakeTurns_shareOneThread() {
        var carriers = new ArrayList<String>();
        try (var simulation = settings().build()) {
            for (int n = 0; n < 10; n++) {
                simulation.spawn("worker-" + n, () -> {
                    for (int k = 0; k < 100; k++) {
                        simulation.sleep(Duration.ofSeconds(1));
                        carriers.add(carrierOf(Thread.currentThread()));
                    }
                });
            }
            simulation.run();
        }

        assertThat(carriers).hasSize(1_000).containsOnly("simbroker-carrier");
    }

    // ---- what a user sees of a thread ----

    private static final ThreadLocal<String> LOCAL = ThreadLocal.withInitial(() -> "not set");
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

    /** All that can be asked about the thread of a process, by itself and by others. */
    private static List<Object> seen(Carrier.Factory carrier) throws Exception {
        var seen = new ArrayList<Object>();
        var sleeper = new CompletableFuture<Thread>();
        var loader = new ClassLoader() {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        INHERITED.set("the driver's");
        try (var simulation = Simulation.builder().carrier(carrier).build()) {
            simulation.spawn("sleeper", () -> {
                sleeper.complete(Thread.currentThread());
                LOCAL.set("the sleeper's");
                simulation.sleep(Duration.ofHours(1));
                seen.add(LOCAL.get());
                LockSupport.unpark(Thread.currentThread());
                LockSupport.park();
                simulation.sleep(Duration.ofDays(1));
            });
            simulation.run(() -> {
                Thread current = Thread.currentThread();
                seen.addAll(List.of(
                        current.getName(),
                        current.isVirtual(),
                        current.isDaemon(),
                        current.isAlive(),
                        current.isInterrupted(),
                        current.getPriority(),
                        current.getState(),
                        current.getThreadGroup().getName(),
                        current.getUncaughtExceptionHandler().equals(current.getThreadGroup()),
                        current.getContextClassLoader() == loader,
                        LOCAL.get(),
                        String.valueOf(INHERITED.get()),
                        Thread.holdsLock(seen)));
                seen.add(stack(new Throwable().getStackTrace()));
                simulation.sleep(Duration.ofHours(2));
                seen.add(LOCAL.get());
                Thread asleep = sleeper.join();
                while (asleep.getState() != Thread.State.WAITING) { // with the baton it may still be about to park
                    Thread.onSpinWait();
                }
                seen.addAll(List.of(asleep.getName(), asleep.getState(), stack(asleep.getStackTrace())));
                current.interrupt();
                seen.add(current.isInterrupted());
                try {
                    simulation.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    seen.add(stack(e.getStackTrace()));
                    seen.add(current.isInterrupted());
                }
                current.interrupt();
                seen.add(Thread.interrupted());
            });
            simulation.spawn("failing", () -> {
                throw new IllegalStateException("so be it");
            });
            assertThatExceptionOfType(ProcessFailedException.class)
                    .isThrownBy(simulation::run)
                    .satisfies(failure -> seen.addAll(List.of(
                            withoutReplay(String.valueOf(failure.getMessage())),
                            stack(failure.getStackTrace()),
                            stack(Objects.requireNonNull(failure.getCause()).getStackTrace()))));
        } finally {
            INHERITED.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
        seen.add(sleeper.join().isAlive());
        return seen;
    }

    private static String withoutReplay(String message) {
        return message.substring(0, message.indexOf("replay with"));
    }

    /** Down to this test, without the class of the coroutine that parks, which is nobody's business. */
    private static List<String> stack(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> !frame.getClassName().endsWith("CarriedCoroutine"))
                .takeWhile(frame -> !frame.getMethodName().startsWith("threadsOfProcesses"))
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .toList();
    }

    @Test
    void threadsOfProcesses_lookTheSame_whoeverCarriesThem() throws Exception {
        assertThat(seen(Carrier.carried())).isEqualTo(seen(Carrier.baton()));
    }

    // ---- threads that are no processes ----

    @Test
    void virtualThreadsThatAProcessStarts_areCarriedByTheJdk_andSoAreTheirs() {
        var carriers = new LinkedBlockingQueue<String>();
        try (var simulation = settings().build()) {
            simulation.run(() -> {
                Thread child = Thread.startVirtualThread(() -> {
                    carriers.add(carrierOf(Thread.currentThread()));
                    joinUninterruptibly(
                            Thread.startVirtualThread(() -> carriers.add(carrierOf(Thread.currentThread()))));
                });
                child.join();
                carriers.add(carrierOf(Thread.currentThread()));
            });
        }

        assertThat(carriers).hasSize(3);
        assertThat(carriers.poll()).startsWith("ForkJoinPool-1-worker-");
        assertThat(carriers.poll()).startsWith("ForkJoinPool-1-worker-");
        assertThat(carriers.poll()).isEqualTo("simbroker-carrier");
    }

    /** They may outlive their process, its simulation, and the thread that carried it. */
    @Test
    void virtualThreadsThatAProcessStarted_goOnAfterItsSimulation() {
        var go = new CountDownLatch(1);
        var carrier = new CompletableFuture<String>();
        try (var simulation = settings().build()) {
            simulation.run(() -> Thread.startVirtualThread(() -> {
                awaitUninterruptibly(go);
                carrier.complete(carrierOf(Thread.currentThread()));
            }));
        }
        go.countDown();

        assertThat(carrier.join()).startsWith("ForkJoinPool-1-worker-");
    }

    @Test
    void virtualThread_canDrive() throws Exception {
        var log = new CompletableFuture<String>();
        Thread.startVirtualThread(() -> {
                    try (var simulation = settings().build()) {
                        simulation.run(() -> {
                            simulation.sleep(Duration.ofDays(1));
                            log.complete("a day later");
                        });
                    }
                })
                .join();

        assertThat(log).isCompletedWithValue("a day later");
    }

    @Test
    void processOfAnotherSimulation_canDrive() {
        var log = new ArrayList<String>();
        try (var outer = settings().build()) {
            outer.run(() -> {
                outer.sleep(Duration.ofHours(1));
                try (var inner = settings().build()) {
                    inner.run(() -> {
                        inner.sleep(Duration.ofDays(1));
                        log.add("inner " + inner.elapsed());
                    });
                }
                log.add("outer " + outer.elapsed());
            });
        }

        assertThat(log).containsExactly("inner PT24H", "outer PT1H");
    }

    // ---- waits that are not ours ----

    /** Others could go on meanwhile, since the thread is free: but simulated time stands still. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // not to give way: a yield leaves the thread too
    void waitOutsideTheSimulation_letsNobodyElseGoOn() {
        var log = new ArrayList<String>();
        try (var simulation = settings().build()) {
            simulation.spawn("outside", () -> {
                log.add("waits");
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                Thread.yield();
                log.add("goes on");
            });
            simulation.spawn("ready", () -> log.add("ready"));
            simulation.run();
        }

        assertThat(log).containsExactly("waits", "goes on", "ready");
    }

    /** That is known when it begins, so it is not taken for shorter than it was. */
    @Test
    void waitOutsideTheSimulation_isMeasuredFromItsBeginning() {
        try (var simulation = settings().build()) {
            simulation.run(() -> new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS));

            assertThat(simulation.externalBlocking())
                    .singleElement()
                    .satisfies(
                            wait -> assertThat(wait.spent()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(30)));
        }
    }

    @Test
    void waitOutsideTheSimulation_isKnownAtOnce() {
        var scheduler = new CompletableFuture<Coroutines>();
        Carrier.Factory remembering = spi -> {
            var coroutines = new Coroutines(Carrier.carried().open(spi));
            scheduler.complete(coroutines);
            return coroutines;
        };
        var outside = new Semaphore(0);
        var since = new CompletableFuture<Long>();
        long before = System.nanoTime();
        try (var simulation = Simulation.builder().carrier(remembering).build()) {
            Thread.ofPlatform().daemon().start(() -> {
                var coroutine = scheduler.join().first.join();
                while (coroutine.parkedOutsideSince().isEmpty()) {
                    Thread.onSpinWait();
                }
                since.complete(coroutine.parkedOutsideSince().orElseThrow());
                outside.release();
            });
            simulation.run(() -> {
                simulation.sleep(Duration.ofDays(1));
                outside.acquire();
                assertThat(scheduler.join().first.join().parkedOutsideSince()).isEmpty();
            });
        }

        assertThat(since.join() - before).isBetween(1L, Duration.ofSeconds(30).toNanos());
    }

    private static final class Coroutines implements Carrier {

        private final Carrier carrier;
        private final CompletableFuture<Coroutine> first = new CompletableFuture<>();

        Coroutines(Carrier carrier) {
            this.carrier = carrier;
        }

        @Override
        public Coroutine coroutine(CarriedProcess process) {
            var coroutine = carrier.coroutine(process);
            first.complete(coroutine);
            return coroutine;
        }

        @Override
        public void checkProgress() {
            carrier.checkProgress();
        }
    }

    // ---- processes that do not leave their thread ----

    private static final ThreadLocal<ProcessBody> IN_INITIALIZER = new ThreadLocal<>();

    private static final class Initializing {

        static final String DONE = initialize();

        private static String initialize() {
            try {
                IN_INITIALIZER.get().run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return "initialized";
        }
    }

    /** A native frame is on the stack of who initializes a class, so its thread cannot be left. */
    @Test
    void whoWaitsWhileItKeepsTheThread_holdsUpNobody() {
        var log = new ArrayList<String>();
        try (var simulation = settings().build()) {
            var letters = Mailbox.<String>unbounded(simulation, "letters");
            simulation.spawn("pinned", () -> {
                IN_INITIALIZER.set(() -> {
                    for (int n = 0; n < 100; n++) {
                        log.add(letters.take());
                    }
                });
                log.add(Initializing.DONE);
                simulation.sleep(Duration.ofDays(1));
                log.add("after " + simulation.elapsed());
            });
            for (int n = 0; n < 10; n++) {
                simulation.spawn("writer-" + n, () -> {
                    for (int k = 0; k < 10; k++) {
                        simulation.sleep(Duration.ofSeconds(1));
                        letters.put("letter");
                    }
                });
            }
            simulation.run();
        }

        assertThat(log).hasSize(102).endsWith("letter", "initialized", "after PT24H10S");
    }

    /** Up to Java 23 each keeps its thread while it waits in there. */
    @Test
    void anyNumberWaitsInSynchronizedSections() {
        try (var simulation = settings().build()) {
            for (int n = 0; n < 20; n++) {
                simulation.spawn("waiting-" + n, () -> {
                    var monitor = new Object();
                    synchronized (monitor) {
                        simulation.sleep(Duration.ofDays(1));
                    }
                    simulation.sleep(Duration.ofDays(1));
                });
            }
            simulation.run();

            assertThat(simulation.elapsed()).isEqualTo(Duration.ofDays(2));
        }
    }

    /** One that computes for ever is left behind, and then keeps nothing that others need. */
    @Test
    void whoIsLeftBehindComputing_holdsUpNeitherItsSimulationNorOthers() {
        var stopped = new AtomicBoolean();
        var unwound = new ArrayList<String>();
        try {
            for (int n = 0; n < 8; n++) {
                try (var simulation =
                        settings().realTimeLimit(Duration.ofMillis(50)).build()) {
                    simulation.spawn("patient", () -> {
                        try {
                            simulation.sleep(Duration.ofDays(1));
                        } finally {
                            unwound.add("patient");
                        }
                    });
                    simulation.spawn("miner", () -> {
                        while (!stopped.get()) {
                            Thread.onSpinWait();
                        }
                    });
                    assertThatExceptionOfType(RealTimeLimitException.class).isThrownBy(simulation::run);
                }
            }
        } finally {
            stopped.set(true);
        }

        assertThat(unwound).hasSize(8);
    }

    /** What is left behind in a wait takes no thread at all, and ends on one that it keeps from nobody. */
    @Test
    void whoIsLeftBehindWaiting_endsOnItsOwn() throws Exception {
        var semaphore = new Semaphore(0);
        var stuck = new CompletableFuture<Thread>();
        var ended = new CompletableFuture<String>();
        try (var simulation =
                settings().externalBlockingLimit(Duration.ofMillis(200)).build()) {
            simulation.spawn("stuck", () -> {
                stuck.complete(Thread.currentThread());
                semaphore.acquireUninterruptibly();
                ended.complete(carrierOf(Thread.currentThread()));
            });
            assertThatExceptionOfType(ExternalBlockingException.class)
                    .isThrownBy(simulation::run)
                    .withMessageContaining("process 'stuck' has its turn");
        }
        while (stuck.join().getState() != Thread.State.WAITING) { // it looks around when it was interrupted
            Thread.onSpinWait();
        }
        semaphore.release();

        assertThat(ended.get(30, TimeUnit.SECONDS)).startsWith("ForkJoinPool-1-worker-");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
