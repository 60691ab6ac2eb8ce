package dev.simbroker.demo;

import dev.simbroker.time.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Runs a simulation in slices of simulated time, and shows a progress bar on standard error if the run takes longer
 * than a second and standard error is a terminal, unless event lines go to the terminal, too. The slices do not change
 * the run.
 */
final class Progress implements AutoCloseable {

    private static final int SLICES = 1000;
    private static final long SHOWN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long startedAt = System.nanoTime();
    private @Nullable ProgressBar bar;
    private boolean decided;
    private final boolean quiet;

    private Progress(boolean quiet) {
        this.quiet = quiet;
    }

    /**
     * Runs {@code simulation} for {@code duration}, or until {@code stop} is true.
     *
     * @param quiet whether there are no event lines
     * @return the real time that the run took
     */
    static Duration run(Simulation simulation, Duration duration, boolean quiet, BooleanSupplier stop) {
        try (var progress = new Progress(quiet)) {
            var start = simulation.now();
            for (int slice = 1; slice <= SLICES && !stop.getAsBoolean(); slice++) {
                simulation.runUntil(start.plus(duration.multipliedBy(slice).dividedBy(SLICES)));
                progress.step(slice);
            }
            return Duration.ofNanos(System.nanoTime() - progress.startedAt);
        }
    }

    private void step(int slice) {
        if (!decided && System.nanoTime() - startedAt > SHOWN_AFTER_NANOS) {
            decided = true;
            if (isTerminal(2) && (quiet || !isTerminal(1))) {
                bar = new ProgressBarBuilder()
                        .setTaskName("Simulating")
                        .setInitialMax(SLICES)
                        .clearDisplayOnFinish()
                        .build();
            }
        }
        if (bar != null) {
            bar.stepTo(slice);
        }
    }

    /** Asks the shell, since Java knows this only of standard input and output together. */
    private static boolean isTerminal(int descriptor) {
        try {
            return new ProcessBuilder("sh", "-c", "test -t " + descriptor)
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
