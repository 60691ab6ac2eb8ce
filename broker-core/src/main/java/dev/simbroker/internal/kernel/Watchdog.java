package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A look, in real time, at whether the process that has the baton goes on: it may be blocked outside the simulation,
 * wait for a carrier thread that never gets free, or the run as a whole may take too long.
 *
 * <p>All calls come from the thread that drives. What they read of the process that has the baton may be a little old.
 * That does not matter, since a process counts as stuck only after several looks that see the same. Between two looks
 * it takes samples, of which only the sums of real time are made.
 */
final class Watchdog {

    private static final long LONGEST_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_INTERVAL = Duration.ofMillis(10).toNanos();
    private static final long SAMPLE_INTERVAL = Duration.ofMillis(20).toNanos();
    /** The number of looks that fit into the shortest limit. */
    private static final int LOOKS = 4;

    private final Kernel kernel;
    private final Limits limits;
    private final RealTimeSpent realTime;
    private final long interval;

    private long began;
    private long spent;
    private long lookedAt;
    private long sampledAt;

    private @Nullable Thread suspect;
    private long suspectProgress;
    private long suspectSince;
    private StackTraceElement[] suspectStack = {};
    private long suspectStackSince;

    private long turns;
    /** Since when the process that has its turn has had it, as far as looks show it. */
    private long turnSince;

    /** How often it was asked since it gave its verdict. */
    private int patience;

    Watchdog(Kernel kernel, RealTimeSpent realTime) {
        this.kernel = kernel;
        this.limits = kernel.limits();
        this.realTime = realTime;
        long shortest = Math.min(
                        nanos(limits.realTime()),
                        Math.min(nanos(limits.externalBlocking()), nanos(limits.indefiniteBlocking())))
                / LOOKS;
        this.interval = Math.clamp(shortest, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    }

    private static long nanos(Duration duration) {
        return Durations.nanos("a limit", duration);
    }

    /** The time between two samples, in nanoseconds. */
    long sampleInterval() {
        return Math.min(interval, SAMPLE_INTERVAL);
    }

    void begin() {
        began = System.nanoTime();
        lookedAt = began;
        sampledAt = began;
        suspect = null;
        turnSince = began;
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

    // ---- samples ----

    /** Takes a sample of what the process that has the baton does. */
    void sample(SimulatedProcess holder) {
        long now = System.nanoTime();
        if (ExternalWait.isBlocked(holder.thread())) {
            long since = holder.parkedOutsideSince().orElse(now - 2 * sampleInterval());
            Duration passed = Duration.ofNanos(now - Math.max(since, sampledAt));
            ExternalWait.of(holder.thread()).ifPresent(wait -> realTime.add(holder.name(), wait, passed));
        }
        sampledAt = now;
    }

    /** Whether it is time for a look. */
    boolean isDue() {
        long now = System.nanoTime();
        if (now - lookedAt < interval) {
            return false;
        }
        lookedAt = now;
        return true;
    }

    // ---- looks ----

    /** The reason for which the run must end; null if it need not. */
    @Nullable Failure look(SimulatedProcess holder) {
        long now = System.nanoTime();
        if (kernel.turns() != turns) {
            turns = kernel.turns();
            turnSince = now;
        }
        Failure tooLong = lookAtTheTime(holder.thread());
        return tooLong != null ? tooLong : lookAtTheWait(holder, now);
    }

    /** The same for the limit of real time alone. */
    @Nullable Failure lookAtTheTime(Thread holder) {
        long now = System.nanoTime();
        if (spent + (now - began) <= nanos(limits.realTime())) {
            return null;
        }
        Instant time = kernel.instant();
        boolean sameTurn = holder != Thread.currentThread() && now - turnSince > nanos(limits.realTime()) / 2;
        StackTraceElement[] stack = CallSite.running(holder.getStackTrace());
        return new Failure(null, () -> kernel.failures.realTimeLimit(limits.realTime(), time, holder, stack, sameTurn));
    }

    private @Nullable Failure lookAtTheWait(SimulatedProcess process, long now) {
        Thread holder = process.thread();
        long progress = kernel.progress();
        if (holder != suspect || progress != suspectProgress || !ExternalWait.isPossible(holder)) {
            suspect = holder;
            suspectProgress = progress;
            suspectSince = process.parkedOutsideSince().orElse(now);
            suspectStack = new StackTraceElement[0];
            return null;
        }
        Optional<ExternalWait> wait = ExternalWait.of(holder);
        if (!Arrays.equals(suspectStack, wait.map(ExternalWait::stack).orElse(suspectStack))) {
            suspectStack = wait.orElseThrow().stack();
            suspectStackSince = now;
        }
        if (wait.filter(ExternalWait::isIndefinite).isPresent()
                && now - suspectStackSince > nanos(limits.indefiniteBlocking())) {
            return stuck(process, wait, "indefiniteBlockingLimit, " + limits.indefiniteBlocking());
        }
        return now - suspectSince > nanos(limits.externalBlocking())
                ? stuck(process, wait, "externalBlockingLimit, " + limits.externalBlocking())
                : null;
    }

    private Failure stuck(SimulatedProcess process, Optional<ExternalWait> wait, String limit) {
        Instant time = kernel.instant();
        wait.ifPresent(known -> realTime.forget(process.name(), known));
        return new Failure(null, () -> kernel.failures.externalBlocking(process, time, limit, wait));
    }

    /** Whether a process that was interrupted has had its time to come to an end. */
    boolean hasBeenPatient() {
        return ++patience > LOOKS;
    }
}
