package dev.simbroker.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tells test templates that are templates only because of {@link SimulationTest} from those with other providers. */
final class Templates {

    private Templates() {}

    static boolean isOurs(AnnotatedElement method) {
        return AnnotationSupport.isAnnotated(method, SimulationTest.class)
                && !isTemplateOtherwise(method, new HashSet<>());
    }

    private static boolean isTemplateOtherwise(AnnotatedElement element, Set<Class<?>> seen) {
        return Arrays.stream(element.getDeclaredAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type != SimulationTest.class && seen.add(type))
                .anyMatch(type -> type == TestTemplate.class || isTemplateOtherwise(type, seen));
    }
}
