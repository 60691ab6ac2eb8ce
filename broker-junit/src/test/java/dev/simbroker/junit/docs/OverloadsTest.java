package dev.simbroker.junit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.junit.SimulationTest;
import dev.simbroker.time.Simulation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A lambda fits one overload only. {@code assertEventually} took a condition or an assertion, which Java tells apart by
 * what the lambda answers. Kotlin does not look, and calls it ambiguous.
 */
class OverloadsTest {

    @Test
    void noTwoOverloads_differInTheTypeOfALambdaAlone() {
        var ambiguous = Stream.of(Simulation.class, SimulationTest.class)
                .flatMap(artifact -> PublicTypes.besides(artifact).stream())
                .flatMap(type -> ambiguous(own(type)).stream())
                .toList();
        assertThat(ambiguous).isEmpty();
    }

    /** The check finds what it is for. */
    @Test
    void conditionAndAssertion_wouldBeAmbiguous() {
        assertThat(ambiguous(own(Ambiguous.class))).hasSize(1);
        assertThat(ambiguous(own(Distinct.class))).isEmpty();
    }

    @SuppressWarnings("unused")
    interface Ambiguous {
        void eventually(String what, BooleanSupplier condition);

        void eventually(String what, Executable assertion);
    }

    @SuppressWarnings("unused")
    interface Distinct {
        void eventually(String what, BooleanSupplier condition);

        void eventually(int what, Executable assertion);

        void eventually(String what, String more);
    }

    private static List<Method> own(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> PublicTypes.isShown(method.getModifiers()) && !method.isSynthetic())
                .toList();
    }

    private static List<String> ambiguous(List<Method> methods) {
        var found = new ArrayList<String>();
        for (int i = 0; i < methods.size(); i++) {
            for (Method other : methods.subList(i + 1, methods.size())) {
                if (isAmbiguous(methods.get(i), other)) {
                    found.add(methods.get(i) + " and " + other);
                }
            }
        }
        return found;
    }

    private static boolean isAmbiguous(Method one, Method other) {
        if (!one.getName().equals(other.getName()) || one.getParameterCount() != other.getParameterCount()) {
            return false;
        }
        boolean differ = false;
        for (int n = 0; n < one.getParameterCount(); n++) {
            Class<?> mine = one.getParameterTypes()[n];
            Class<?> theirs = other.getParameterTypes()[n];
            if (!mine.equals(theirs)) {
                if (lambdaParameters(mine) < 0 || lambdaParameters(mine) != lambdaParameters(theirs)) {
                    return false;
                }
                differ = true;
            }
        }
        return differ;
    }

    /** How many parameters a lambda of that type has; -1 if there can be none. */
    private static int lambdaParameters(Class<?> type) {
        List<Method> open = Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
        return type.isInterface() && open.size() == 1 ? open.getFirst().getParameterCount() : -1;
    }
}
