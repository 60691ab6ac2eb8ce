package dev.simbroker.junit;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * A test as JUnit sees it, from its first touch to its end. Where it is repeated, its own run is there only to be asked for things: JUnit wants
 * a test instance and arguments before it can be known what becomes of them.
 */
final class SimulatedTest implements AutoCloseable {

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
        new Repetitions(settings, test, new Progress(context, settings)).run(Parallelism.of(context));
    }

    /** Checks what the test has left behind, and unwinds it. */
    void end(boolean failed) throws Exception {
        var failures = new Failures();
        if (!isRepeated()) {
            run().check(failures, failed);
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
