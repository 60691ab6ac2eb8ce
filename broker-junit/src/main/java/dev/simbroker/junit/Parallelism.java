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

/** On how many threads a test may be repeated: all cores, unless its method or class says that it shares something. */
final class Parallelism {

    private Parallelism() {}

    static int of(ExtensionContext context) {
        return sharedInstances(context) > 0 || isExclusive(context)
                ? 1
                : Runtime.getRuntime().availableProcessors();
    }

    /** How many of the test's instances, from the outermost, are the same for all tests. */
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

    /** The nearest word on the mode of execution counts; locks and isolation anywhere do. */
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
