package dev.simbroker.capture;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** What a plain program did, and when by its own clock. */
final class Log {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final long began = System.nanoTime();

    void add(Object line) {
        double seconds =
                (System.nanoTime() - began) / (double) Duration.ofSeconds(1).toNanos();
        lines.add(String.format(Locale.ROOT, "%.3f %s", seconds, line));
    }

    /** A program of plain Java. */
    @FunctionalInterface
    interface Program {
        void run(Log log) throws Exception;
    }

    /** What a program does in a simulation. */
    static List<String> of(Program program) {
        return of(Simulation.builder(), program);
    }

    static List<String> of(Simulation.Builder settings, Program program) {
        return of(settings, program, replay -> {});
    }

    static List<String> of(Simulation.Builder settings, Program program, Consumer<String> replay) {
        var logs = new Log[1];
        ProcessBody body = () -> {
            logs[0] = new Log();
            program.run(logs[0]);
        };
        try (var simulation = settings.carrier(Capture.carrier()).build()) {
            simulation.run(body);
            replay.accept(simulation.replay());
        }
        return List.copyOf(logs[0].lines);
    }
}
