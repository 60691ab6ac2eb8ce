package dev.simbroker.capture;

import dev.simbroker.capture.boot.CapturedThread;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Carrier;
import dev.simbroker.time.spi.Coroutine;
import dev.simbroker.time.spi.SchedulerSpi;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One simulation whose processes are captured. What is not said to be for any thread belongs to whoever has the turn.
 */
final class CapturedSimulation implements Carrier {

    private final SchedulerSpi scheduler;
    private final Carrier carried;
    private final long salt;

    /** Who was unparked by threads that have no turn here: the JDK's, as a thread ends, and strangers. */
    private final Queue<CapturedProcess> unparked = new ConcurrentLinkedQueue<>();

    private final Map<String, Integer> numbers = new HashMap<>();
    private final IdentityHashMap<Future<?>, Timer> delayed = new IdentityHashMap<>();

    CapturedSimulation(SchedulerSpi scheduler) {
        this.scheduler = scheduler;
        this.salt = new SplittableRandom(scheduler.seed()).nextLong();
        this.carried = Carrier.carried((process, executor) -> new CapturedProcess(this, process, executor))
                .open(scheduler);
    }

    SchedulerSpi scheduler() {
        return scheduler;
    }

    // ---- the carrier ----

    @Override
    public Coroutine coroutine(CarriedProcess process) {
        return carried.coroutine(process);
    }

    @Override
    public void checkProgress() {
        carried.checkProgress();
    }

    @Override
    public void beforeSearch() {
        for (CapturedProcess next = unparked.poll(); next != null; next = unparked.poll()) {
            next.deliverPermit();
        }
    }

    @Override
    public void close() {
        carried.close();
    }

    // ---- what captured threads do ----

    /** Notes that a thread without a turn has unparked a process. May be called from any thread. */
    void unparkedFromOutside(CapturedProcess process) {
        unparked.add(process);
    }

    /** Makes a virtual thread that is about to start a process. */
    SimProcess adopt(CapturedProcess captured, Thread thread, boolean background, ProcessBody body) {
        String name = thread.getName().isBlank() ? "virtual-" + (number("virtual") + 1) : thread.getName();
        return scheduler.spawn(name, background, body, process -> {
            var coroutine = carried.adopt(process, thread);
            captured.adopted(process, coroutine);
            return coroutine;
        });
    }

    /** Runs a task as a process of its own. */
    void fork(String name, boolean background, Runnable task) {
        scheduler.spawn(name, background, task::run, carried::coroutine);
    }

    CapturedThread.DelayedTask delay(String name, Runnable task, long nanos) {
        Timer timer = scheduler.scheduleAt(scheduler.deadlineAfter(nanos), () -> fork(name, false, task));
        return timer::cancel;
    }

    void delay(Future<?> task, Runnable run, long nanos) {
        delayed.put(task, scheduler.scheduleAt(scheduler.deadlineAfter(nanos), () -> {
            delayed.remove(task);
            fork("delayed-" + (number("delayed") + 1), false, run);
        }));
    }

    void cancelDelayed(Future<?> task) {
        @Nullable Timer timer = delayed.remove(task);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** The same number each time for one seed. */
    long salt() {
        return salt;
    }

    /** The next number of that kind, from 0. */
    int number(String kind) {
        return numbers.merge(kind, 1, Integer::sum) - 1;
    }
}
