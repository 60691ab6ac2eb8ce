package dev.simbroker.junit;

import java.io.PrintStream;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The state of one JUnit invocation of a test. If the test is repeated, the invocation's own run serves only to resolve
 * parameters: JUnit needs an instance and arguments first.
 */
@SuppressWarnings("deprecation") // JUnit 5.12 closes nothing but its own type of resource
final class SimulatedTest implements AutoCloseable, ExtensionContext.Store.CloseableResource {

    private final Settings settings;
    private final RealTime realTime = new RealTime();
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
        var test = new RepeatableTest(context, invoked.getExecutable(), invoked.getArguments(), run(), realTime);
        var progress = new Progress(
                settings,
                System::nanoTime,
                line -> report(context, System.out, line),
                line -> report(context, System.err, line));
        new Repetitions(settings, test, progress).run(Parallelism.of(context));
    }

    /** Warns of the real time that the test has spent, which is no failure. */
    private void reportRealTime(ExtensionContext context) {
        realTime.lines().forEach(line -> report(context, System.err, line));
    }

    /**
     * Reports a line as the test's output, which build tools show and keep in their reports whether or not anything is
     * logged, and as a report entry for IDEs.
     */
    private static void report(ExtensionContext context, PrintStream output, String line) {
        output.println(context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName() + ", " + line);
        context.publishReportEntry("simulation", line);
    }

    /** Checks what the test has left behind, then closes its run. */
    void end(ExtensionContext context, boolean failed) throws Exception {
        var failures = new Failures();
        if (!isRepeated()) {
            realTime.add(run().simulation());
            run().check(failures, failed);
            failures.first().ifPresent(run()::annotate);
        }
        reportRealTime(context);
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
