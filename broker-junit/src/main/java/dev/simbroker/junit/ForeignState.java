package dev.simbroker.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What other extensions know of a repeated test: nothing but JUnit's one instance and one set of arguments. Tells what
 * the runs miss or share because of that, for the report of a failure that may be due to it.
 */
final class ForeignState {

    private ForeignState() {}

    /** The fields that an extension has filled in JUnit's instance, and that are null in a run's. */
    static Stream<String> missing(Object instance, Object original) {
        return ReflectionSupport.findFields(
                        original.getClass(), ModifierSupport::isNotStatic, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .filter(field -> value(field, original) != null && value(field, instance) == null)
                .map(field -> "field '" + field.getName()
                        + "' was filled by an extension, which knows only the instance that JUnit has made; it is null"
                        + " in those of a test that is run several times: fill it in @BeforeEach");
    }

    /** The arguments that an extension has made, once for all runs. */
    static Stream<String> shared(List<Parameter> parameters, List<Object> arguments) {
        return Stream.iterate(0, n -> n + 1)
                .limit(parameters.size())
                .filter(n -> !TestRun.TYPES.contains(parameters.get(n).getType()))
                .filter(n -> !isValue(arguments.get(n)))
                .map(n -> "argument '" + parameters.get(n).getName()
                        + "' was made by an extension, and is the same object in every run of this test: make it in"
                        + " the test, or in @BeforeEach");
    }

    private static boolean isValue(@Nullable Object argument) {
        if (argument == null || argument instanceof Record || argument instanceof Enum) {
            return true;
        }
        String type = argument.getClass().getName();
        return type.startsWith("java.") || type.startsWith("sun.nio.") || type.startsWith("org.junit.");
    }

    private static @Nullable Object value(Field field, Object instance) {
        try {
            field.setAccessible(true);
            return field.get(instance);
        } catch (IllegalAccessException | RuntimeException e) {
            return field; // not to be looked at: nothing is missing
        }
    }
}
