package dev.simbroker.internal.live;

import dev.simbroker.internal.util.Dependents;
import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.ReportSources;
import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Timer;
import dev.simbroker.time.spi.Dependent;
import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.ReportSource;
import dev.simbroker.time.spi.SchedulerSpi;
import dev.simbroker.time.spi.TraceEvent;
import dev.simbroker.time.spi.TraceSink;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clock, processes and timers of one {@link LiveScheduler}. Thread-safe. */
public final class LiveEngine implements SchedulerSpi {

    private static final Logger LOG = LoggerFactory.getLogger(LiveScheduler.class);

    private final LiveTime time = new LiveTime();
    private final LiveScheduler.FailureHandler failureHandler;
    private final @Nullable TraceSink trace;
    private final LiveProcesses processes = new LiveProcesses();
    private final LiveTimers timers = new LiveTimers(this);
    private final Outsiders outsiders = new Outsiders();
    private final ThreadLocal<LiveWaiter> waiters = waiters(time, outsiders);
    private final Dependents dependents = new Dependents();
    private final ReportSources reportSources = new ReportSources();

    public LiveEngine(LiveScheduler.FailureHandler failureHandler, @Nullable TraceSink trace) {
        this.failureHandler = failureHandler;
        this.trace = trace;
    }

    /**
     * The waiters of all threads. They are made without the engine, which they would keep in memory as long as their
     * threads live.
     */
    private static ThreadLocal<LiveWaiter> waiters(LiveTime time, Outsiders outsiders) {
        return ThreadLocal.withInitial(() -> new LiveWaiter(time, outsiders, Thread.currentThread(), null));
    }

    public LiveTime time() {
        return time;
    }

    // ---- time ----

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Instant instant(long nanoTime) {
        return time.instant(nanoTime);
    }

    // ---- processes ----

    public SimProcess spawn(String name, ProcessBody body, boolean background) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a process's name must not be blank: '" + name + "'");
        }
        var process = new LiveProcess(this, name, Objects.requireNonNull(body, "body"), background);
        processes.start(process);
        return process;
    }

    /** Gives a process that begins its waiter. */
    LiveWaiter adopt(LiveProcess process, Thread thread) {
        var waiter = new LiveWaiter(time, outsiders, thread, process);
        waiters.set(waiter);
        return waiter;
    }

    void ended(LiveProcess process) {
        processes.ended(process);
    }

    /** Logs a failure and tells the failure handler. */
    void failed(String what, String process, Throwable cause) {
        LOG.error("{} failed", what, cause);
        try {
            failureHandler.failed(process, cause);
        } catch (Throwable e) {
            LOG.error("the failure handler failed at the failure of {}", what, e);
        }
    }

    /** Waits at most {@code nanos} for the end of every foreground process; returns whether they have ended. */
    public boolean awaitForeground(long nanos) throws InterruptedException {
        return processes.awaitForeground(nanos);
    }

    public List<BlockedProcess> blocked() {
        return processes.alive().stream()
                .map(LiveProcess::blocked)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    // ---- waiting ----

    public void sleep(Duration duration) throws InterruptedException {
        long deadline = deadlineAfter(Durations.nanos("a sleep", duration));
        Waiter me = currentWaiter();
        do {
            me.await(new Sleep(duration), deadline);
        } while (time.nanoTime() < deadline);
    }

    private record Sleep(Duration duration) implements WaitReason {
        @Override
        public String describe() {
            return "the end of a sleep of " + duration;
        }
    }

    public Timer schedule(long delay, Runnable task) {
        return timers.schedule(delay, task);
    }

    @Override
    public Timer scheduleAt(long deadline, Runnable task) {
        return schedule(deadline == Scheduler.FOREVER ? deadline : Math.max(0, deadline - nanoTime()), task);
    }

    @Override
    public Timer scheduleBackgroundAt(long deadline, Runnable task) {
        return scheduleAt(deadline, task);
    }

    @Override
    public Guard newGuard() {
        return new LiveGuard();
    }

    @Override
    public boolean canWait() {
        return !LiveTimers.isTask(this);
    }

    @Override
    public Waiter currentWaiter() {
        if (!canWait()) {
            throw new IllegalStateException("a timer's task must not wait: spawn a process for it");
        }
        LiveWaiter waiter = waiters.get();
        return trace == null ? waiter : new TracedWaiter(this, waiter);
    }

    public Optional<SimProcess> currentProcess() {
        return canWait() ? Optional.ofNullable(waiters.get().process()) : Optional.empty();
    }

    // ---- reports ----

    @Override
    public void addReportSource(ReportSource source) {
        reportSources.add(source);
    }

    @Override
    public void removeReportSource(ReportSource source) {
        reportSources.remove(source);
    }

    @Override
    public List<String> report() {
        return reportSources.lines();
    }

    // ---- the trace ----

    @Override
    public @Nullable TraceSink traceSink() {
        return trace;
    }

    void trace(TraceEvent event, @Nullable Object subject, @Nullable Object detail, long value) {
        if (trace != null) {
            trace.event(event, nanoTime(), currentProcess().orElse(null), subject, detail, value);
        }
    }

    // ---- the end ----

    @Override
    public boolean addDependent(Dependent dependent) {
        return dependents.add(dependent);
    }

    public void close() {
        timers.close(); // first, for their tasks may spawn
        dependents.close();
        if (!processes.close()) {
            return;
        }
        Map<Boolean, List<LiveProcess>> left =
                processes.alive().stream().collect(Collectors.partitioningBy(LiveProcess::isCaller));
        List<LiveProcess> others = left.getOrDefault(false, List.of());
        others.forEach(LiveProcess::unwind);
        boolean interrupted = false;
        for (LiveProcess process : others) {
            interrupted |= joinUninterruptibly(process);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        left.getOrDefault(true, List.of()).forEach(LiveProcess::unwind);
        outsiders.close();
    }

    /** Waits for the end of a process; returns whether the caller was interrupted meanwhile. */
    private static boolean joinUninterruptibly(LiveProcess process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
