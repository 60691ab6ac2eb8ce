package dev.simbroker.junit;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExecutableInvoker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A test that can be run any number of times, by several threads at once. Each run has new instances of the test's
 * class and its enclosing classes, calls their {@code @BeforeEach} and {@code @AfterEach} methods in JUnit's order, and
 * resolves parameters from its own {@link TestRun}. Arguments that other extensions have provided are the same in each
 * run, apart from directories.
 *
 * <p>Classes with one instance for all tests keep that instance.
 */
final class RepeatableTest {

    /** The run for which this thread, the driver or a process of the run, creates instances and arguments. */
    private static final ThreadLocal<@Nullable TestRun> CURRENT = new ThreadLocal<>();

    private final ExecutableInvoker invoker;
    private final Method method;
    private final List<Object> arguments;
    private final TestRun original;
    private final RealTime realTime;
    private final List<Level> levels;
    /** What the runs miss or share because other extensions do not know of them. */
    private final Set<String> hints = Collections.synchronizedSet(new LinkedHashSet<>());

    RepeatableTest(
            ExtensionContext context, Method method, List<Object> arguments, TestRun original, RealTime realTime) {
        this.invoker = context.getExecutableInvoker();
        this.method = method;
        this.arguments = arguments;
        this.original = original;
        this.realTime = realTime;
        int shared = Parallelism.sharedInstances(context);
        this.levels = new ArrayList<>();
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            levels.add(Level.of(instance, levels.size() < shared));
        }
        levels.forEach(Level::requireOwnDirectories);
        ForeignState.shared(List.of(method.getParameters()), arguments).forEach(hints::add);
    }

    /** What may have to do with a failure, in sentences. */
    List<String> hints() {
        return List.copyOf(hints);
    }

    /**
     * The test's class or one of its enclosing classes.
     *
     * @param original the instance that JUnit has created
     * @param shared whether all tests use that instance
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

        void requireOwnDirectories() {
            before.forEach(RunDirectories::refuseIn);
            after.forEach(RunDirectories::refuseIn);
            if (!shared) {
                RunDirectories.refuseIn(constructor());
            }
        }

        /** The only constructor: JUnit has checked that there is one. */
        Constructor<?> constructor() {
            return Arrays.stream(original.getClass().getDeclaredConstructors())
                    .filter(constructor -> !constructor.isSynthetic())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The run for which the calling thread creates instances or arguments now. */
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
        realTime.add(run.simulation());
        failures.throwFirst();
    }

    private void create(List<Object> instances) throws IOException, IllegalAccessException {
        for (Level level : levels) {
            if (level.shared) {
                instances.add(level.original);
            } else if (instances.isEmpty()) {
                instances.add(invoker.invoke(level.constructor()));
            } else {
                instances.add(invoker.invoke(level.constructor(), instances.getLast()));
            }
            if (!level.shared) {
                Object instance = instances.getLast();
                RunDirectories.fill(instance, level.original);
                ForeignState.missing(instance, level.original).forEach(hints::add);
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
        Parameter[] parameters = method.getParameters();
        Object[] given = new Object[parameters.length];
        for (int n = 0; n < parameters.length; n++) {
            Object argument = arguments.get(n);
            Class<?> type = parameters[n].getType();
            boolean ours = TestRun.TYPES.contains(type) && original.get(type).equals(argument);
            given[n] = ours ? run.get(type) : RunDirectories.argument(parameters[n], argument);
        }
        run.execute(() -> ReflectionSupport.invokeMethod(method, instance, given));
    }

    /**
     * Creates a method's arguments before the method runs as a process, as JUnit does, so that a replay by JUnit is
     * identical.
     */
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
