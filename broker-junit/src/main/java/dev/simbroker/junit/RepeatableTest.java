package dev.simbroker.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExecutableInvoker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A test that can be run any number of times, by several threads at once: each time on new instances of its class and those around it, with
 * its {@code @BeforeEach} and {@code @AfterEach} methods in JUnit's order, and with a run of its own to ask for things. What others have
 * provided for its arguments is the same each time.
 *
 * <p>A class that keeps one instance for all tests keeps it here too.
 */
final class RepeatableTest {

    /** The run that a thread, the one that drives it or a process of it, is about to make instances and arguments for. */
    private static final ThreadLocal<@Nullable TestRun> CURRENT = new ThreadLocal<>();

    private final ExecutableInvoker invoker;
    private final Method method;
    private final List<Object> arguments;
    private final TestRun original;
    private final List<Level> levels;

    RepeatableTest(ExtensionContext context, Method method, List<Object> arguments, TestRun original) {
        this.invoker = context.getExecutableInvoker();
        this.method = method;
        this.arguments = arguments;
        this.original = original;
        int shared = Parallelism.sharedInstances(context);
        this.levels = new ArrayList<>();
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            levels.add(Level.of(instance, levels.size() < shared));
        }
    }

    /**
     * The test's class or one around it, from the outermost in.
     *
     * @param original JUnit's own instance
     * @param shared whether that is the instance of all tests
     * @param before the methods before each test, in order
     * @param after the methods after each test, in order
     */
    private record Level(Object original, boolean shared, List<Method> before, List<Method> after) {

        static Level of(Object original, boolean shared) {
            Class<?> type = original.getClass();
            return new Level(
                    original,
                    shared,
                    AnnotationSupport.findAnnotatedMethods(type, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN),
                    AnnotationSupport.findAnnotatedMethods(type, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP));
        }

        /** JUnit sees to it that there is but one. */
        Constructor<?> constructor() {
            return Arrays.stream(original.getClass().getDeclaredConstructors())
                    .filter(constructor -> !constructor.isSynthetic())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The run for which the calling thread is making something now. */
    static Optional<TestRun> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    void run(TestRun run) throws Throwable {
        var failures = new Failures();
        var instances = new ArrayList<>();
        if (failures.attempt(() -> within(run, () -> create(instances)))) {
            if (before(run, instances, failures)) {
                failures.attempt(() -> invokeTest(run, instances.getLast()));
            }
            after(run, instances, failures);
        }
        run.check(failures, !failures.isEmpty());
        failures.throwFirst();
    }

    private void create(List<Object> instances) {
        for (Level level : levels) {
            if (level.shared) {
                instances.add(level.original);
            } else if (instances.isEmpty()) {
                instances.add(invoker.invoke(level.constructor()));
            } else {
                instances.add(invoker.invoke(level.constructor(), instances.getLast()));
            }
        }
    }

    private boolean before(TestRun run, List<Object> instances, Failures failures) {
        for (int n = 0; n < instances.size(); n++) {
            for (Method each : levels.get(n).before) {
                Object instance = instances.get(n);
                if (!failures.attempt(() -> invoke(run, each, instance))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void after(TestRun run, List<Object> instances, Failures failures) {
        for (int n = instances.size() - 1; n >= 0; n--) {
            for (Method each : levels.get(n).after) {
                Object instance = instances.get(n);
                failures.attempt(() -> invoke(run, each, instance));
            }
        }
    }

    private void invoke(TestRun run, Method each, Object instance) throws Throwable {
        makeReady(run, each);
        run.execute(() -> within(run, () -> invoker.invoke(each, instance)));
    }

    private void invokeTest(TestRun run, Object instance) throws Throwable {
        makeReady(run, method);
        Class<?>[] types = method.getParameterTypes();
        Object[] given = new Object[types.length];
        for (int n = 0; n < types.length; n++) {
            Object argument = arguments.get(n);
            boolean ours =
                    TestRun.TYPES.contains(types[n]) && original.get(types[n]).equals(argument);
            given[n] = ours ? run.get(types[n]) : argument;
        }
        run.execute(() -> ReflectionSupport.invokeMethod(method, instance, given));
    }

    /** Makes what a method will ask for, as JUnit does, before it is run as a process: so that a replay by JUnit goes the same way. */
    private static void makeReady(TestRun run, Method method) {
        for (Class<?> type : method.getParameterTypes()) {
            if (TestRun.TYPES.contains(type)) {
                run.get(type);
            }
        }
    }

    private static void within(TestRun run, Failures.Action action) throws Throwable {
        CURRENT.set(run);
        try {
            action.run();
        } finally {
            CURRENT.remove();
        }
    }
}
