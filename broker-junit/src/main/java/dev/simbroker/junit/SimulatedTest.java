package dev.simbroker.junit;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The state of one JUnit invocation of a test. If the test is repeated, the invocation's own run serves only to resolve
 * parameters: JUnit needs an instance and arguments first.
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

    /** Reports a line as a log line for consoles, and as a report entry for IDEs. */
    private static void report(ExtensionContext context, Level level, String line) {
        LOG.atLevel(level)
                .log(
                        "{}.{}, {}",
                        context.getRequiredTestClass().getSimpleName(),
                        context.getRequiredTestMethod().getName(),
                        line);
        context.publishReportEntry("simulation", line);
    }

    /** Checks what the test has left behind, then closes its run. */
    void end(boolean failed) throws Exception {
        var failures = new Failures();
        if (!isRepeated()) {
            run().check(failures, failed);
            failures.first().ifPresent(run()::annotate);
        }
        failures.attempt(this::close);
        failures.throwFirst();
    }

    /** Also called by JUnit's store, which is the only end of a test that could not be set up. */
    @Override
    public void close() {
        if (run != null) {
            run.close();
            run = null;
        }
    }
}
