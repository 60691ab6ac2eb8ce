package dev.simbroker.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Decides which of several extensions runs a test: a class may register one, its enclosing class another, and the
 * annotation brings its own.
 */
final class Ownership {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SimulationExtension.class);

    private Ownership() {}

    /** The store of the test, shared by all extensions. */
    static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** The store's value of that type, which is made if there is none. The name that JUnit 5 knows this by. */
    @SuppressWarnings("deprecation")
    static <T> T made(ExtensionContext.Store store, Class<T> type, Supplier<T> maker) {
        return Objects.requireNonNull(store.getOrComputeIfAbsent(type, key -> maker.get(), type));
    }

    /**
     * Whether {@code extension} runs the test. The extension in a static field of the nearest class does. Without one,
     * it is the extension that is asked first; but a built one takes precedence over the annotation's, which may be
     * asked before an instance field is initialized.
     */
    static boolean isOwner(SimulationExtension extension, ExtensionContext context) {
        var store = store(context);
        var owner =
                made(store, SimulationExtension.class, () -> nearest(context).orElse(extension));
        if (extension.isBuilt() && !owner.isBuilt() && store.get(SimulatedTest.class) == null) {
            store.put(SimulationExtension.class, extension);
            return true;
        }
        return owner.equals(extension);
    }

    private static Optional<SimulationExtension> nearest(ExtensionContext context) {
        var classes = new ArrayList<>(context.getEnclosingTestClasses());
        classes.add(context.getRequiredTestClass());
        return classes.reversed().stream()
                .map(type -> AnnotationSupport.findAnnotatedFieldValues(
                        type, RegisterExtension.class, SimulationExtension.class))
                .filter(found -> !found.isEmpty())
                .map(List::getLast) // those of superclasses come first
                .findFirst();
    }
}
