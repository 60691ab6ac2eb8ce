package dev.simbroker.time.spi;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Timer;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What queues, locks and brokers need of a {@link Scheduler} beyond what its users call: waiting, waking, mutual
 * exclusion and times as {@code long} nanoseconds. Answered by {@link Scheduler#spi}.
 */
public interface SchedulerSpi {

    /** The scheduler's time in nanoseconds since its own origin; it never goes back. May be called from any thread. */
    long nanoTime();

    /**
     * The time of day that the scheduler's clock tells when {@link #nanoTime} is {@code nanoTime}. May be called from
     * any thread.
     */
    Instant instant(long nanoTime);

    /**
     * The deadline {@code timeout} nanoseconds from now, {@link Scheduler#FOREVER} if that is beyond the end of time.
     */
    default long deadlineAfter(long timeout) {
        long now = nanoTime();
        return timeout >= Scheduler.FOREVER - now ? Scheduler.FOREVER : now + Math.max(timeout, 0);
    }

    /**
     * Runs {@code task} as {@link Scheduler#schedule} does, as soon as {@link #nanoTime} is {@code deadline}: at once
     * if that is past, and never for {@link Scheduler#FOREVER}.
     */
    Timer scheduleAt(long deadline, Runnable task);

    /**
     * Runs {@code task} like {@link #scheduleAt}, but neither the timer nor what the task spawns keeps a run alive. A
     * scheduler without runs makes no difference between the two.
     */
    Timer scheduleBackgroundAt(long deadline, Runnable task);

    /**
     * The calling process as something that can wait and be woken.
     *
     * @throws IllegalStateException if the caller cannot wait, see {@link #canWait}
     */
    Waiter currentWaiter();

    /**
     * Whether the caller can wait: in a simulation its processes can, on the live clock every thread, and never a
     * timer's task.
     */
    boolean canWait();

    /**
     * Whether the caller may {@linkplain Waiter#wake wake} others: in a simulation whoever has the turn, process or
     * timer's task, and anybody between runs; on the live clock every thread.
     */
    default boolean canWake() {
        return true;
    }

    /**
     * The seed of all chance in a simulation; zero on the live clock, which has none. May be called from any thread.
     */
    default long seed() {
        return 0;
    }

    /**
     * Spawns a process whose coroutine is made by somebody else.
     *
     * @param background whether it is in the background, as it is too if whoever spawns it is
     * @throws UnsupportedOperationException unless this is a simulation
     */
    default SimProcess spawn(
            String name, boolean background, ProcessBody body, Function<CarriedProcess, Coroutine> coroutine) {
        throw new UnsupportedOperationException("only the processes of a simulation have coroutines");
    }

    /** A new {@link Guard} for the state of one queue or broker. */
    Guard newGuard();

    /**
     * Adds what is to end with this scheduler, which does not keep it in memory. May be called from any thread.
     *
     * @return false if the scheduler is closed already, and so will not tell it
     */
    boolean addDependent(Dependent dependent);

    /** Adds a source of lines to the reports about failures on this scheduler. May be called from any thread. */
    void addReportSource(ReportSource source);

    /** Removes a source; does nothing if it is not there. May be called from any thread. */
    void removeReportSource(ReportSource source);

    /**
     * What there is to say now about a failure on this scheduler beyond the failure itself: the lines of every source,
     * in the order in which they were added. A simulation ends its own reports with them. May be called from any
     * thread, and never throws.
     */
    List<String> report();

    /** The observer of this scheduler and of what runs on it; null if there is none. */
    @Nullable TraceSink traceSink();
}
