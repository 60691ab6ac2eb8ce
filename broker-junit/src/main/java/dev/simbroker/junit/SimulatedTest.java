package dev.simbroker.junit;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A test as JUnit sees it, from its first touch to its end. Where it is repeated, its own run is there only to be asked for things: JUnit wants
 * a test instance and arguments before it can be known what becomes of them.
 */
final class SimulatedTest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);

    private final Settings settings;
    private @Nullable TestRun run;

    SimulatedTest(Settings settings) {
        this.settings = settings;
    }

    boolean isRepeated() {
        return settings.isRepeated();
    }

    TestRun run() {
        if (run == null) {
            run = TestRun.of(settings);
        }
        return run;
    }

    void repeat(ReflectiveInvocationContext<Method> invoked, ExtensionContext context) throws Throwable {
        var test = new RepeatableTest(context, invoked.getExecutable(), invoked.getArguments(), run());
        var progress = new Progress(
                settings,
                System::nanoTime,
                line -> report(context, Level.INFO, line),
                line -> report(context, Level.WARN, line));
        new Repetitions(settings, test, progress).run(Parallelism.of(context));
    }

    /** As a log line for those who look at a console, and as a report entry, which IDEs show. */
    private static void report(ExtensionContext context, Level level, String line) {
        LOG.atLevel(level)
                .log(
                        "{}.{}, {}",
                        context.getRequiredTestClass().getSimpleName(),
                        context.getRequiredTestMethod().getName(),
                        line);
        context.publishReportEntry("simulation", line);
    }

    /** Checks what the test has left behind, and unwinds it. */
    void end(boolean failed) throws Exception {
        var failures = new Failures();
        if (!isRepeated()) {
            run().check(failures, failed);
            failures.first().ifPresent(run()::annotate);
        }
        failures.attempt(this::close);
        failures.throwFirst();
    }

    /** Called by JUnit's store too, which is the only end of a test that could not be set up. */
    @Override
    public void close() {
        if (run != null) {
            run.close();
            run = null;
        }
    }
}
