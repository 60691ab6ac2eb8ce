package dev.simbroker.internal.kernel;

import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.SimProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reports about the processes of a simulation, in words. */
public final class Reports {

    private static final int LISTED = 20;

    private final ProcessList alive;

    Reports(ProcessList alive) {
        this.alive = alive;
    }

    /** A further line of a message. */
    public static String line(String text) {
        return System.lineSeparator() + "  " + text;
    }

    /** The processes that wait in the middle of what they do, in order of creation. */
    public List<BlockedProcess> blocked() {
        var blocked = new ArrayList<BlockedProcess>();
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (process.state() == SimProcess.State.WAITING && !process.hasDone()) {
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
            if (isLeaked(process)) {
                leaked.add(process.report());
            }
        }
        return List.copyOf(leaked);
    }

    private static boolean isLeaked(SimulatedProcess process) {
        return !process.isBackground()
                && (process.state() != SimProcess.State.WAITING
                        || CallSite.of(process.thread()).isPresent());
    }

    /** What to do about them, by who has started them. */
    String adviceOnLeaks() {
        boolean spawned = false;
        boolean served = false;
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (isLeaked(process)) {
                boolean ours = CallSite.isStartedByUs(process.thread().getStackTrace());
                served |= ours;
                spawned |= !ours;
            }
        }
        return (spawned ? line("end them, or start them with spawnBackground") : "")
                + (served
                        ? line("what a handler or an executor is at work on has to end before: let it, by"
                                + " simulation.awaitQuiescence() for example, or close the consumer or executor")
                        : "");
    }

    /** The stack of the first process that leaks; empty if there is none. */
    StackTraceElement[] stackOfALeak() {
        return stack(Reports::isLeaked);
    }

    /** The stack of the first process that waits in the user's code, one in the foreground if there is one. */
    StackTraceElement[] stackOfAWait() {
        StackTraceElement[] foreground = stack(process -> isWaiting(process) && !process.isBackground());
        return foreground.length > 0 ? foreground : stack(Reports::isWaiting);
    }

    private static boolean isWaiting(SimulatedProcess process) {
        return process.state() == SimProcess.State.WAITING
                && CallSite.of(process.thread()).isPresent();
    }

    private StackTraceElement[] stack(Predicate<SimulatedProcess> wanted) {
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (wanted.test(process)) {
                return CallSite.waiting(process.thread().getStackTrace());
            }
        }
        return new StackTraceElement[0];
    }

    /**
     * The processes that wait inside a synchronized method, as far as their stacks show that; all that wait if none
     * does.
     */
    List<BlockedProcess> inSynchronized() {
        var inside = new ArrayList<BlockedProcess>();
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (process.state() == SimProcess.State.WAITING
                    && CarrierShortage.isInSynchronizedMethod(process.thread())) {
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

    /** The whole state in lines: the processes that run or could, then those that wait. */
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
                + list(blocked());
    }

    /** A line about processes of which each waits for the next one; empty if there are none. */
    String cycle() {
        List<String> names = findCycle();
        return names.isEmpty()
                ? ""
                : line("each waits for the next: " + String.join(" -> ", names) + " -> " + names.getFirst());
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
