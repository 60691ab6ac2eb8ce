package dev.simbroker.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Which extension looks after a test, where there are several: a class may register one, the class around it another, and the annotation brings
 * its own.
 */
final class Ownership {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SimulationExtension.class);

    private Ownership() {}

    /** What is kept for the test. */
    static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /**
     * Whether {@code extension} looks after the test. The one in a static field of the nearest class does; else the one that is asked first, but
     * rather one that was built than the annotation's, which may be asked before the field of an instance is there.
     */
    static boolean isOwner(SimulationExtension extension, ExtensionContext context) {
        var store = store(context);
        var owner = store.computeIfAbsent(
                SimulationExtension.class, key -> nearest(context).orElse(extension), SimulationExtension.class);
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
