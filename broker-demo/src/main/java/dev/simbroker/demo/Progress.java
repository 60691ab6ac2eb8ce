package dev.simbroker.demo;

import dev.simbroker.time.RunInterruptedException;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.SimulationException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
     * Runs {@code simulation} for {@code duration}, or until this thread is interrupted.
     *
     * @param quiet whether there are no event lines
     * @param afterSlice is done after each slice
     * @return the real time that the run took
     */
    static Duration run(Simulation simulation, Duration duration, boolean quiet, Runnable afterSlice) {
        try (var progress = new Progress(quiet)) {
            var start = simulation.now();
            try {
                for (int slice = 1; slice <= SLICES; slice++) {
                    simulation.runUntil(start.plus(duration.multipliedBy(slice).dividedBy(SLICES)));
                    afterSlice.run();
                    progress.step(slice);
                }
            } catch (RunInterruptedException e) {
                Thread.interrupted(); // it has ended early, which is all that was asked for
            } catch (OutOfMemoryError | SimulationException e) {
                Memory.endIfExhausted(e);
                throw e;
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
