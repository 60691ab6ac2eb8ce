package dev.simbroker.junit;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who wait for a long sweep how far it is, in real time: as log lines, and as report entries, which IDEs show. Used by JUnit's
 * thread alone.
 */
final class Progress {

    private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);

    private final ExtensionContext context;
    private final String what;
    /** How many runs there are to be; at most, where it cannot be known. */
    private final long most;

    private final long start = System.nanoTime();
    private long told = start;

    Progress(ExtensionContext context, Settings settings) {
        this.context = context;
        this.what = settings.describe();
        this.most = settings.runs();
    }

    /** Says how far it is, if that was not said just now. */
    void tick(long done) {
        long now = System.nanoTime();
        if (now - told >= INTERVAL) {
            told = now;
            tell(done + " of " + most + " done"
                    + (done == 0 ? "" : ", about " + seconds((now - start) / done * (most - done)) + " to go"));
        }
    }

    /** Says what came out. */
    void done(String outcome) {
        tell(outcome);
    }

    private void tell(String text) {
        String line = what + ": " + text + " after " + seconds(System.nanoTime() - start);
        LOG.info(
                "{}.{}: {}",
                context.getRequiredTestClass().getSimpleName(),
                context.getRequiredTestMethod().getName(),
                line);
        context.publishReportEntry("simulation", line);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", Duration.ofNanos(nanos).toMillis() / 1000.0);
    }
}
