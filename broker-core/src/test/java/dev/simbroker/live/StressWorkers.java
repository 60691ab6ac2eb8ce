package dev.simbroker.live;

import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** The threads of one round: processes, and every third one a platform thread that is none. */
final class StressWorkers {

    /** A step that a worker repeats until it answers false. */
    @FunctionalInterface
    interface Step {
        boolean once(Random random) throws Exception;
    }

    private record Worker(Runnable interrupt, ProcessBody join) {}

    private final LiveScheduler scheduler;
    private final Random seeds;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    StressWorkers(LiveScheduler scheduler, long seed) {
        this.scheduler = scheduler;
        this.seeds = new Random(seed);
    }

    /** Starts a worker, which repeats {@code step} until that answers false; interrupts do not end it. */
    void start(String name, Step deed) {
        var random = new Random(seeds.nextLong());
        ProcessBody body = () -> work(deed, random);
        if (workers.size() % 3 == 2) {
            var thread = Thread.ofPlatform().name(name).daemon().start(() -> runPlainly(body));
            workers.add(new Worker(thread::interrupt, thread::join));
        } else {
            SimProcess process = scheduler.spawn(name, () -> runPlainly(body));
            workers.add(new Worker(process::interrupt, process::join));
        }
    }

    /**
     * Yields after each deed, as a deed may have found nothing to wait for: a virtual thread that goes round without
     * ever being descheduled starves those queued on its carrier, on Java 21 even while other carriers are idle, since
     * one that was unparked while it parked is queued there without a signal to anybody. Seen with a bare ReentrantLock
     * too; later JDKs give the signal.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void work(Step deed, Random random) throws Exception {
        while (true) {
            try {
                if (!deed.once(random)) {
                    return;
                }
                Thread.yield();
            } catch (InterruptedException e) {
                // interrupted by disturb: go on
            } catch (IllegalStateException e) {
                if (String.valueOf(e.getMessage()).contains("the scheduler is closed")) {
                    return; // as a thread that is no process is told
                }
                throw e;
            }
        }
    }

    /** Anything else is an error by which the scheduler ends its processes, or is reported by it. */
    private void runPlainly(ProcessBody body) {
        try {
            body.run();
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    /** Interrupts some worker every now and then, for {@code time}. */
    void disturb(Duration time, Random random) throws InterruptedException {
        long end = scheduler.nanoTime() + time.toNanos();
        while (scheduler.nanoTime() < end) {
            workers.get(random.nextInt(workers.size())).interrupt.run();
            scheduler.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
        }
    }

    List<Throwable> failures() {
        return failures;
    }

    /** Waits for the end of all; the first failure is thrown. */
    void join() throws Exception {
        for (Worker worker : workers) {
            worker.join.run();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a worker failed", failures.getFirst());
        }
    }
}
