package dev.simbroker.internal.kernel;

import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.ExternalBlockingException;
import dev.simbroker.time.LeakedProcessesException;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.RealTimeLimitException;
import dev.simbroker.time.RunInterruptedException;
import dev.simbroker.time.StepLimitException;
import dev.simbroker.time.TimeLimitException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The exceptions with which the runs of one simulation end: what each says, and whose stack it has. Made on the thread
 * that drives, when all processes are at rest.
 */
public final class FailureReports {

    private static final String REAL_CLOCKS =
            "the scheduler's clock, since System.nanoTime() and Instant.now() are not simulated";

    private final EventLoop loop;
    private final Reports reports;

    FailureReports(EventLoop loop, Reports reports) {
        this.loop = loop;
        this.reports = reports;
    }

    /** What a report ends with, before how to repeat the run. */
    String added() {
        return loop.report().stream().map(Reports::line).collect(Collectors.joining());
    }

    /** For a process or a timer's task that threw. */
    ProcessFailedException failed(String what, String process, Instant time, Throwable cause) {
        var exception = new ProcessFailedException(
                what + " failed at " + time + ": " + words(cause) + added(), process, time, loop.replay(), cause);
        return UserStack.set(exception, CallSite.running(cause.getStackTrace()));
    }

    /** What a failure says of itself; its class if it fails at that too. */
    private static String words(Throwable failure) {
        try {
            return failure.toString();
        } catch (Throwable e) {
            return failure.getClass().getName();
        }
    }

    /** For the body of a run that can never end. */
    DeadlockException deadlock(SimulatedProcess body, boolean background) {
        String why = background ? " nothing but background processes has run for a day" : " nothing else can run";
        List<BlockedProcess> blocked = reports.blocked();
        var exception = new DeadlockException(
                "'" + body.name() + "' waits forever: at " + loop.instant() + why + reports.list(blocked)
                        + reports.cycle() + added(),
                blocked,
                reports.findCycle(),
                loop.replay());
        return UserStack.set(exception, CallSite.waiting(body.thread().getStackTrace()));
    }

    /** For processes that have not ended. */
    public LeakedProcessesException leaked(List<BlockedProcess> leaked) {
        var exception = new LeakedProcessesException(
                (leaked.size() == 1 ? "a process has" : leaked.size() + " processes have") + " not ended at "
                        + loop.instant() + reports.list(leaked) + reports.cycle()
                        + reports.adviceOnLeaks() + added(),
                leaked,
                loop.replay());
        return UserStack.set(exception, reports.stackOfALeak());
    }

    /** For a clock that would go too far. */
    TimeLimitException timeLimit(Duration limit) {
        var exception = new TimeLimitException(
                "the simulated time would exceed its limit of " + limit + reports.state() + added(), loop.replay());
        return UserStack.set(exception, reports.stackOfAWait());
    }

    /** For an instant that has taken too many steps. */
    StepLimitException livelock(long limit, StepTally tally) {
        var exception = new StepLimitException(
                "the simulated time stands still at " + loop.instant() + ": that instant has taken more than its limit"
                        + " of " + limit + " steps, a livelock" + Reports.line(tally.toString())
                        + Reports.line("a loop that tries again needs a delay, and one that waits for a time needs "
                                + REAL_CLOCKS + "; if really so much happens at one instant, raise stepLimit")
                        + reports.state() + added(),
                loop.replay());
        SimulatedProcess busiest = tally.first();
        return busiest == null
                ? exception
                : UserStack.set(exception, CallSite.waiting(busiest.thread().getStackTrace()));
    }

    /**
     * For a run that takes too long.
     *
     * @param holder the thread that was running
     * @param stack where it was
     * @param sameTurn whether it had its turn for most of the time
     */
    RealTimeLimitException realTimeLimit(
            Duration limit, Instant time, Thread holder, StackTraceElement[] stack, boolean sameTurn) {
        String where = CallSite.in(stack)
                .map(frame -> Reports.line("thread '" + holder.getName() + "' was running at " + frame))
                .orElse("");
        String advice = sameTurn
                ? Reports.line("it has had its turn for most of that time, in which no simulated time passes and nobody"
                        + " else runs: a loop that waits for a time needs " + REAL_CLOCKS)
                : "";
        var exception = new RealTimeLimitException(
                "the run has exceeded its limit of real time, " + limit + ", at simulated time " + time + where + advice
                        + reports.state() + added(),
                loop.replay());
        return UserStack.set(exception, stack);
    }

    /**
     * For a process that has its turn and does not go on.
     *
     * @param limit its name and value
     * @param wait what it is blocked by; empty if only a carrier thread is missing
     */
    ExternalBlockingException externalBlocking(
            SimulatedProcess process, Instant time, String limit, Optional<ExternalWait> wait) {
        var exception = new ExternalBlockingException(
                "process '" + process.name() + "' has its turn at simulated time " + time
                        + " and is blocked outside the simulation for longer than " + limit + ", of real time: "
                        + wait.map(this::describe).orElseGet(() -> CarrierShortage.describe(reports)) + added(),
                process.name(),
                wait.flatMap(ExternalWait::at),
                loop.replay());
        return UserStack.set(exception, wait.map(ExternalWait::stack).orElseGet(() -> new StackTraceElement[0]));
    }

    private String describe(ExternalWait wait) {
        List<BlockedProcess> others = reports.blocked();
        String meanwhile = others.isEmpty()
                ? ""
                : Reports.line(
                                wait.isForSomethingHeld()
                                        ? "one of these, which wait in simulated time meanwhile, may hold it:"
                                        : "meanwhile these wait in simulated time:")
                        + reports.list(others);
        return wait + Reports.line("use instead: " + wait.instead()) + meanwhile;
    }

    /** For an interrupt of the thread that drives. */
    RunInterruptedException interrupted() {
        return new RunInterruptedException(
                "the thread that drives the simulation was interrupted at simulated time " + loop.instant() + added(),
                loop.replay());
    }
}
