package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.Durations;
import dev.simbroker.time.RealTimeLimitException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A look, in real time, at whether the process that has the baton goes on: it may be blocked outside the simulation,
 * wait for a carrier thread that never gets free, or the run as a whole may take too long.
 *
 * <p>All calls come from the thread that drives. What they read of the process that has the baton may be a little old.
 * That does not matter, since a process counts as stuck only after several looks that see the same.
 */
final class Watchdog {

    private static final long LONGEST_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_INTERVAL = Duration.ofMillis(10).toNanos();
    /** The number of looks that fit into the shortest limit. */
    private static final int LOOKS = 4;

    private final Kernel kernel;
    private final Limits limits;
    private final long interval;

    private long began;
    private long spent;

    private @Nullable Thread suspect;
    private long suspectSteps;
    private long suspectSince;
    /** How often it was asked since it gave its verdict. */
    private int patience;

    Watchdog(Kernel kernel) {
        this.kernel = kernel;
        this.limits = kernel.limits();
        long shortest = Math.min(nanos(limits.realTime()), nanos(limits.externalBlocking())) / LOOKS;
        this.interval = Math.clamp(shortest, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    }

    private static long nanos(Duration duration) {
        return Durations.nanos("a limit", duration);
    }

    /** The time between two looks, in nanoseconds. */
    long interval() {
        return interval;
    }

    void begin() {
        began = System.nanoTime();
        suspect = null;
        patience = 0;
    }

    /** Begins for a process that is to be unwound, which has all the time to itself. */
    void beginAnew() {
        spent = 0;
        begin();
    }

    void end() {
        spent += System.nanoTime() - began;
    }

    /** The reason for which the run must end; null if it need not. */
    @Nullable Failure look(SimulatedProcess holder) {
        Failure tooLong = lookAtTheTime(holder.thread());
        if (tooLong != null) {
            return tooLong;
        }
        long now = System.nanoTime();
        return isStuck(holder.thread(), now) ? stuck(holder, Duration.ofNanos(now - suspectSince)) : null;
    }

    /** The same for the limit of real time alone. */
    @Nullable Failure lookAtTheTime(Thread holder) {
        if (spent + (System.nanoTime() - began) > nanos(limits.realTime())) {
            Instant time = kernel.instant();
            String where = ExternalWait.place(holder)
                    .map(frame -> Reports.line("thread '" + holder.getName() + "' was running at " + frame))
                    .orElse("");
            return new Failure(
                    null,
                    () -> new RealTimeLimitException(
                            limits.realTime(), time, where + kernel.reports().state(), kernel.replay()));
        }
        return null;
    }

    private boolean isStuck(Thread holder, long now) {
        long steps = kernel.progress();
        if (holder != suspect || steps != suspectSteps || !ExternalWait.isPossible(holder)) {
            suspect = holder;
            suspectSteps = steps;
            suspectSince = now;
        }
        return now - suspectSince > nanos(limits.externalBlocking());
    }

    private Failure stuck(SimulatedProcess process, Duration since) {
        Thread holder = process.thread();
        Instant time = kernel.instant();
        Optional<ExternalWait> wait = ExternalWait.of(holder);
        return new Failure(
                null,
                () -> wait.orElseGet(() -> ExternalWait.forCarrier(kernel.reports()))
                        .exception(process.name(), time, since, kernel.reports().added(), kernel.replay()));
    }

    /** Whether a process that was interrupted has had its time to come to an end. */
    boolean hasBeenPatient() {
        return ++patience > LOOKS;
    }
}
