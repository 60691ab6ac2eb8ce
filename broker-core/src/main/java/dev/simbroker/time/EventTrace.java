package dev.simbroker.time;

import dev.simbroker.internal.kernel.CallSite;
import dev.simbroker.internal.kernel.Kernel;
import dev.simbroker.internal.kernel.Reports;
import dev.simbroker.time.spi.TraceEvent;
import dev.simbroker.time.spi.TraceSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of one run, each with its place in the code: two traces tell whether a program is deterministic, and if
 * not, where it first went another way.
 *
 * <p>A simulation adds the turns of its processes, their operations on queues and brokers, timers, and random numbers;
 * other code may {@linkplain #record add} what it sees. For the simulation that records to it, and afterwards for one
 * thread at a time. It costs some microseconds and some tens of bytes for each event.
 */
public final class EventTrace {

    /** The number of frames that are kept of a stack. */
    private static final int DEPTH = 8;
    /** The number of frames that are looked at. */
    private static final int DEEPEST = 64;

    /** The package of the engine, whose frames tell nothing. */
    private static final String ENGINE = Kernel.class.getPackageName() + ".";

    private record Place(String type, String method, int index) {}

    /** An event; {@code stack} is the number of a stack. */
    private record Event(long time, @Nullable String process, String what, long value, int stack) {

        boolean isSame(Event other) {
            return time == other.time
                    && value == other.value
                    && what.equals(other.what)
                    && Objects.equals(process, other.process);
        }

        @Override
        public String toString() {
            return what
                    + (value == 0 ? "" : " " + value)
                    + (process == null ? "" : " in process '" + process + "'")
                    + (time < 0 ? "" : " after " + Duration.ofNanos(time));
        }
    }

    private final List<Event> events = new ArrayList<>();
    private final Map<Place, Integer> places = new HashMap<>();
    private final List<StackTraceElement> frames = new ArrayList<>();
    private final Map<List<Integer>, Integer> stackNumbers = new HashMap<>();
    private final List<List<Integer>> stacks = new ArrayList<>();
    private final Map<String, Boolean> ours = new HashMap<>();
    private String replay = "";

    /** An empty trace, for one simulation. */
    public EventTrace() {}

    /** The number of events. */
    public int size() {
        return events.size();
    }

    /** Adds an event that the simulation itself does not see, a message's content for example. */
    public void record(String event) {
        add(-1, null, event, 0);
    }

    private void add(long time, @Nullable String process, String what, long value) {
        events.add(new Event(time, process, what, value, stack()));
    }

    /** The sink through which a simulation records. */
    TraceSink sink() {
        return new Sink();
    }

    /** The events of the scheduler, in words. */
    private final class Sink implements TraceSink {

        @Override
        public void event(
                TraceEvent event,
                long time,
                @Nullable SimProcess process,
                @Nullable Object subject,
                @Nullable Object detail,
                long value) {
            switch (event) {
                case SPAWN, START, TURN -> add(time, process, words(event) + " of process '" + name(subject) + "'", 0);
                case OPERATION, TIMER, RANDOM_BITS -> add(time, process, words(event), value);
                case CHOICE -> add(time, process, "choice among " + detail, value);
                default -> {} // follows from the others
            }
        }

        private void add(long time, @Nullable SimProcess process, String what, long value) {
            EventTrace.this.add(time, process == null ? null : process.name(), what, value);
        }

        private static String words(TraceEvent event) {
            return event.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static @Nullable String name(@Nullable Object subject) {
            return subject instanceof SimProcess process ? process.name() : null;
        }

        @Override
        public void runEnded(String text) {
            replay = text;
        }
    }

    /** The user's frames, and before them the one of ours that they have called. */
    private int stack() {
        List<StackWalker.StackFrame> all = StackWalker.getInstance()
                .walk(walked ->
                        walked.filter(frame -> !isInner(frame)).limit(DEEPEST).toList());
        int users = 0;
        while (users < all.size() && isOurs(all.get(users))) {
            users++;
        }
        List<Integer> stack = all.stream()
                .skip(users == all.size() ? 0 : Math.max(0, users - 1))
                .limit(DEPTH)
                .map(this::frame)
                .toList();
        return stackNumbers.computeIfAbsent(stack, fresh -> {
            stacks.add(fresh);
            return stacks.size() - 1;
        });
    }

    private boolean isOurs(StackWalker.StackFrame frame) {
        return ours.computeIfAbsent(frame.getClassName(), name -> CallSite.isOurs(frame.toStackTraceElement()));
    }

    private static boolean isInner(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return name.startsWith(ENGINE)
                || name.equals(EventTrace.class.getName())
                || name.equals(Sink.class.getName())
                || name.equals(Simulation.class.getName())
                || name.startsWith("java.lang.");
    }

    private int frame(StackWalker.StackFrame frame) {
        var place = new Place(frame.getClassName(), frame.getMethodName(), frame.getByteCodeIndex());
        return places.computeIfAbsent(place, fresh -> {
            frames.add(frame.toStackTraceElement());
            return frames.size() - 1;
        });
    }

    /**
     * Runs a program twice and compares the runs.
     *
     * @param run runs it once, in a simulation that {@linkplain Simulation.Builder#recordTo records} to the trace that
     *     is given
     * @throws NondeterminismException if the runs differ
     */
    public static void audit(Consumer<EventTrace> run) {
        var first = new EventTrace();
        run.accept(first);
        var second = new EventTrace();
        run.accept(second);
        requireSame(first, second);
    }

    /**
     * Compares two runs of one program with one seed.
     *
     * @throws NondeterminismException if they differ: names the first difference, with both stacks
     */
    public static void requireSame(EventTrace first, EventTrace second) {
        int common = Math.min(first.size(), second.size());
        for (int index = 0; index < common; index++) {
            if (!first.events.get(index).isSame(second.events.get(index))) {
                throw differs(index, first, second);
            }
        }
        if (first.size() != second.size()) {
            throw differs(common, first, second);
        }
    }

    private static NondeterminismException differs(int index, EventTrace first, EventTrace second) {
        return new NondeterminismException(
                "from event " + (index + 1) + " on" + Reports.line("first run: " + first.describe(index))
                        + Reports.line("second run: " + second.describe(index)),
                first.replay);
    }

    private String describe(int index) {
        if (index == events.size()) {
            return "nothing, it had ended";
        }
        Event event = events.get(index);
        return event
                + stacks.get(event.stack).stream()
                        .map(number -> Reports.line("    at " + frames.get(number)))
                        .collect(Collectors.joining());
    }
}
