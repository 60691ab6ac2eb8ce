package dev.simbroker.internal.kernel;

import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.LeakedProcessesException;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.StepLimitException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reports about the processes of a simulation, in words. */
public final class Reports {

    private static final int LISTED = 20;

    private final ProcessList alive;
    private final Supplier<List<String>> more;

    /** @param more the lines with which each report ends */
    Reports(ProcessList alive, Supplier<List<String>> more) {
        this.alive = alive;
        this.more = more;
    }

    /** A further line of a message. */
    public static String line(String text) {
        return System.lineSeparator() + "  " + text;
    }

    /** The processes that wait, in order of creation. */
    public List<BlockedProcess> blocked() {
        var blocked = new ArrayList<BlockedProcess>();
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (process.state() == SimProcess.State.WAITING) {
                blocked.add(process.report());
            }
        }
        return List.copyOf(blocked);
    }

    /**
     * The foreground processes that have begun or could, in order of creation, except those in which only this
     * library's code waits.
     */
    public List<BlockedProcess> leaked() {
        var leaked = new ArrayList<BlockedProcess>();
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            BlockedProcess report = process.report();
            if (!process.isBackground()
                    && (process.state() != SimProcess.State.WAITING
                            || report.at().isPresent())) {
                leaked.add(report);
            }
        }
        return List.copyOf(leaked);
    }

    /**
     * The processes that wait inside a synchronized method, as far as their stacks show that; all that wait if none
     * does.
     */
    List<BlockedProcess> inSynchronized() {
        var inside = new ArrayList<BlockedProcess>();
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (process.state() == SimProcess.State.WAITING && ExternalWait.isInSynchronizedMethod(process.thread())) {
                inside.add(process.report());
            }
        }
        return inside.isEmpty() ? blocked() : inside;
    }

    String list(List<BlockedProcess> processes) {
        var lines = processes.stream()
                .limit(LISTED)
                .map(process -> line(process.toString()))
                .collect(Collectors.joining());
        return lines + (processes.size() > LISTED ? line("and " + (processes.size() - LISTED) + " more") : "");
    }

    /** What others add to a report. */
    String added() {
        return more.get().stream().map(Reports::line).collect(Collectors.joining());
    }

    /** The whole state in lines: the processes that run or could, then those that wait, and what others add. */
    String state() {
        var ready = new ArrayList<String>();
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (process.state() != SimProcess.State.WAITING) {
                ready.add(process.toString());
            }
        }
        String more = ready.size() > LISTED ? " and " + (ready.size() - LISTED) + " more" : "";
        return (ready.isEmpty()
                        ? ""
                        : line(ready.stream().limit(LISTED).collect(Collectors.joining(", ")) + more + " could go on"))
                + list(blocked())
                + added();
    }

    /** A line about processes of which each waits for the next one; empty if there are none. */
    String cycle() {
        List<String> names = findCycle();
        return names.isEmpty()
                ? ""
                : line("each waits for the next: " + String.join(" -> ", names) + " -> " + names.getFirst());
    }

    /** The exception for the body of a run that can never end. */
    DeadlockException deadlock(String body, Instant time, boolean background, String replay) {
        String why = background ? " nothing but background processes has run for a day" : " nothing else can run";
        List<BlockedProcess> blocked = blocked();
        return new DeadlockException(
                "'" + body + "' waits forever: at " + time + why + list(blocked) + cycle() + added(),
                blocked,
                findCycle(),
                replay);
    }

    /** The exception for an instant that has taken too many steps. */
    StepLimitException livelock(long limit, Instant time, StepTally tally, String replay) {
        return new StepLimitException(
                "the simulated time stands still at " + time + ": that instant has taken more than its limit of "
                        + limit + " steps, a livelock" + line(tally.toString())
                        + line("a loop that tries again needs a delay, and one that waits for a time needs the"
                                + " scheduler's clock, since System.nanoTime() and Instant.now() are not simulated; if"
                                + " really so much happens at one instant, raise stepLimit")
                        + state(),
                replay);
    }

    /** The exception for processes that have not ended. */
    public LeakedProcessesException leaked(List<BlockedProcess> leaked, Instant time, String replay) {
        return new LeakedProcessesException(
                (leaked.size() == 1 ? "a process has" : leaked.size() + " processes have") + " not ended at " + time
                        + list(leaked) + cycle() + line("end them, or start them with spawnBackground") + added(),
                leaked,
                replay);
    }

    /** The names of the processes of the first cycle that there is; empty if there is none. */
    List<String> findCycle() {
        Set<SimulatedProcess> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (SimulatedProcess start = alive.first(); start != null; start = start.next) {
            var path = new ArrayList<SimulatedProcess>();
            SimulatedProcess process = start;
            while (process != null && seen.add(process)) {
                path.add(process);
                process = awaited(process);
            }
            int entry = process == null ? -1 : path.indexOf(process);
            if (entry >= 0) {
                return path.stream()
                        .skip(entry)
                        .map(member -> "'" + member.name() + "'")
                        .toList();
            }
        }
        return List.of();
    }

    private static @Nullable SimulatedProcess awaited(SimulatedProcess process) {
        return process.awaited() instanceof SimulatedProcess awaited ? awaited : null;
    }
}
