package dev.simbroker.internal.kernel;

import dev.simbroker.internal.schedule.Candidates;
import dev.simbroker.internal.schedule.Chooser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agenda on which a {@link Chooser} decides: each time, one of all processes that are ready and all timers that are
 * due at this instant goes.
 */
final class ChosenAgenda extends Agenda implements Candidates {

    private final Chooser chooser;

    private final List<SimulatedProcess> ready = new ArrayList<>();
    /** The timers of this instant. They were taken out of the queue when the clock came to it. */
    private final List<TimerEntry> due = new ArrayList<>();

    private @Nullable TimerEntry chosen;
    private boolean firstRunning;

    ChosenAgenda(Chooser chooser) {
        this.chooser = chooser;
    }

    /** Whether a running process would be the only candidate. */
    boolean isEmpty() {
        return ready.isEmpty() && due.isEmpty();
    }

    @Override
    void addReady(SimulatedProcess process) {
        ready.add(process);
    }

    /** Adds the running process, which may but need not be the one that goes on. */
    void addRunning(SimulatedProcess process) {
        ready.addFirst(process);
        firstRunning = true;
    }

    @Override
    void addTimer(TimerEntry entry, long time, long now) {
        if (time <= now) {
            timers.number(entry);
            addDue(entry);
        } else {
            timers.add(entry, time);
        }
    }

    private void addDue(TimerEntry entry) {
        entry.slot = TimerEntry.DUE;
        due.add(entry);
    }

    @Override
    void removeTimer(TimerEntry entry) {
        if (entry.slot == TimerEntry.DUE) {
            entry.slot = TimerEntry.NOT_QUEUED;
            due.remove(entry);
        } else {
            timers.remove(entry);
        }
    }

    @Override
    @Nullable SimulatedProcess pollReady() {
        if (isEmpty()) {
            return null;
        }
        int position = choose();
        if (position < ready.size()) {
            return ready.remove(position);
        }
        chosen = takeDue(position - ready.size());
        return null;
    }

    private int choose() {
        int position = 0;
        if (count() > 1) {
            position = chooser.choose(this);
        }
        firstRunning = false;
        return position;
    }

    private TimerEntry takeDue(int position) {
        TimerEntry entry = due.remove(position);
        entry.slot = TimerEntry.NOT_QUEUED;
        return entry;
    }

    @Override
    boolean hasReady() {
        return !isEmpty();
    }

    @Override
    boolean isInstantOver(long now) {
        return isEmpty() && chosen == null;
    }

    @Override
    boolean hasTimers() {
        return chosen != null || !due.isEmpty() || super.hasTimers();
    }

    @Override
    TimerEntry pollTimer() {
        TimerEntry entry = chosen;
        if (entry == null) {
            long now = timers.earliest();
            while (!timers.isEmpty() && timers.earliest() == now) {
                addDue(timers.poll());
            }
            entry = takeDue(choose());
        }
        chosen = null;
        return entry;
    }

    @Override
    void clear() {
        super.clear();
        ready.clear();
        due.clear();
    }

    // ---- as candidates ----

    @Override
    public int count() {
        return ready.size() + due.size();
    }

    @Override
    public long id(int position) {
        return position < ready.size()
                ? ready.get(position).id()
                : due.get(position - ready.size()).id();
    }

    @Override
    public boolean isFirstRunning() {
        return firstRunning;
    }
}
