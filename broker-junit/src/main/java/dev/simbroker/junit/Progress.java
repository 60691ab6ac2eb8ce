package dev.simbroker.junit;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Reports the progress of a long sweep in real time. Not thread-safe. */
final class Progress {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);

    private final String what;
    /** The number of runs, or an upper bound if that is unknown. */
    private final long most;

    private final LongSupplier nanoTime;
    private final Consumer<String> out;
    private final Consumer<String> warnings;
    private final long start;
    private long told;

    Progress(Settings settings, LongSupplier nanoTime, Consumer<String> out, Consumer<String> warnings) {
        this.what = settings.describe();
        this.most = settings.runs();
        this.nanoTime = nanoTime;
        this.out = out;
        this.warnings = warnings;
        this.start = nanoTime.getAsLong();
        this.told = start;
    }

    /** Reports the progress unless the last report is recent. */
    void tick(long done) {
        long now = nanoTime.getAsLong();
        if (now - told >= INTERVAL) {
            told = now;
            long spent = now - start;
            String estimate = done == 0 ? "" : ", about " + seconds(spent / done * (most - done)) + " to go";
            out.accept(what + ": " + done + " of " + most + " done after " + seconds(spent) + estimate);
        }
    }

    /** Reports the outcome. */
    void done(String outcome) {
        out.accept(outcome(outcome));
    }

    /** Reports, as a warning, an outcome that is less than was asked for. */
    void incomplete(String outcome) {
        warnings.accept(outcome(outcome));
    }

    private String outcome(String outcome) {
        return what + ": " + outcome + " after " + seconds(nanoTime.getAsLong() - start);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", TimeUnit.NANOSECONDS.toMillis(nanos) / 1000.0);
    }
}
