package dev.simbroker.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The number of threads that may repeat a test: all cores, unless its method or class declares that it shares state.
 */
final class Parallelism {

    private Parallelism() {}

    static int of(ExtensionContext context) {
        return sharedInstances(context) > 0 || isExclusive(context)
                ? 1
                : Runtime.getRuntime().availableProcessors();
    }

    /** The number of the test's instances, from the outermost, that all tests of a class share. */
    static int sharedInstances(ExtensionContext context) {
        var classes = classes(context);
        int shared = 0;
        for (Optional<ExtensionContext> at = context.getParent();
                at.isPresent();
                at = at.get().getParent()) {
            boolean perClass = at.get().getTestMethod().isEmpty()
                    && at.get()
                            .getTestInstanceLifecycle()
                            .filter(TestInstance.Lifecycle.PER_CLASS::equals)
                            .isPresent();
            if (perClass) {
                shared = Math.max(shared, 1 + classes.indexOf(at.get().getRequiredTestClass()));
            }
        }
        return shared;
    }

    /** The nearest {@code @Execution} decides; {@code @ResourceLock} and {@code @Isolated} count at any level. */
    private static boolean isExclusive(ExtensionContext context) {
        var classes = classes(context).reversed();
        Optional<ExecutionMode> mode = AnnotationSupport.findAnnotation(
                        context.getRequiredTestMethod(), Execution.class)
                .or(() -> classes.stream()
                        .flatMap(type -> AnnotationSupport.findAnnotation(type, Execution.class).stream())
                        .findFirst())
                .map(Execution::value);
        return mode.filter(ExecutionMode.SAME_THREAD::equals).isPresent()
                || !AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestMethod(), ResourceLock.class)
                        .isEmpty()
                || classes.stream().anyMatch(Parallelism::isExclusive);
    }

    private static boolean isExclusive(Class<?> type) {
        return AnnotationSupport.isAnnotated(type, Isolated.class)
                || !AnnotationSupport.findRepeatableAnnotations(type, ResourceLock.class)
                        .isEmpty();
    }

    private static List<Class<?>> classes(ExtensionContext context) {
        var classes = new ArrayList<Class<?>>();
        context.getRequiredTestInstances().getAllInstances().forEach(instance -> classes.add(instance.getClass()));
        return classes;
    }
}
