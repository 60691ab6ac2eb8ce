package dev.simbroker.internal.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What has reached for a simulation from outside: threads that it has refused, and interrupts that came past it. Nobody
 * else may have noticed them, for the refused thread's pool keeps the exception, so reports tell of them. Thread-safe.
 */
final class Intrusions {

    private static final int LISTED = 20;

    private final Supplier<Instant> clock;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean more;

    Intrusions(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** Notes that the calling thread was refused; once for each line of its code. */
    void refused() {
        Thread stranger = Thread.currentThread();
        Optional<StackTraceElement> at = CallSite.of(stranger);
        note(
                "thread '" + stranger.getName() + "'" + at,
                "thread '" + stranger.getName() + "' was refused at " + clock.get() + at(at)
                        + ": it is not a process of the simulation, and what it wanted has not happened");
    }

    /** Notes that a process was interrupted past the simulation. */
    void interrupted(SimulatedProcess process, String wait) {
        note(process.name() + " " + wait, interrupt(process, wait));
    }

    /** The line about an interrupt past the simulation. */
    static String interrupt(SimulatedProcess process, String wait) {
        return "process '" + process.name() + "' was interrupted past the simulation, by Thread.interrupt(), when it "
                + "waited for " + wait + ": that ends no wait in simulated time; use SimProcess.interrupt(), or cancel "
                + "the future of its executor";
    }

    private void note(String key, String line) {
        if (known.size() < LISTED && known.add(key)) {
            lines.add(line);
        } else if (!known.contains(key)) {
            more = true;
        }
    }

    private static String at(Optional<StackTraceElement> frame) {
        return frame.map(element -> " at " + element).orElse("");
    }

    /** One for each, in the order in which they came. */
    List<String> lines() {
        var all = new ArrayList<>(lines);
        if (more) {
            all.add("more threads were refused, or processes interrupted past the simulation");
        }
        return all;
    }
}
