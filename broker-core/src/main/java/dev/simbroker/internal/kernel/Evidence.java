package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.ReportSources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a report tells beyond the failure itself: what has reached the simulation from outside, the real time that was
 * spent there, and what others have to say.
 */
final class Evidence {

    final Intrusions intrusions;
    final RealTimeSpent realTime = new RealTimeSpent();
    final ReportSources sources = new ReportSources();

    private final ProcessList alive;

    Evidence(ProcessList alive, Supplier<Instant> clock) {
        this.alive = alive;
        this.intrusions = new Intrusions(clock);
    }

    /** All of it in lines. May be called from any thread; what others may not look at is left out then. */
    List<String> lines(BatonGuard guard) {
        var lines = new ArrayList<>(intrusions.lines());
        if (guard.mayAccess()) {
            addInterrupts(lines);
        }
        realTime.notable().forEach(blocking -> lines.add(blocking.toString()));
        lines.addAll(guard.inside(sources::lines));
        return lines;
    }

    /** Of the processes that have not noticed it yet. */
    private void addInterrupts(List<String> lines) {
        for (SimulatedProcess process = alive.first(); process != null; process = process.next) {
            if (process.isInterruptedPastMe()) {
                lines.add(Intrusions.interrupt(process, process.waitInWords()));
            }
        }
    }
}
