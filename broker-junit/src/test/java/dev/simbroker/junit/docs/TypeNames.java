package dev.simbroker.junit.docs;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Types as a listing shows them: without packages, with type arguments, and with what JSpecify says of null. */
final class TypeNames {

    private TypeNames() {}

    static String of(AnnotatedType type) {
        String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        return switch (type) {
            case AnnotatedArrayType array ->
                of(array.getAnnotatedGenericComponentType()) + (nullable.isEmpty() ? "" : " @Nullable ") + "[]";
            case AnnotatedParameterizedType generic ->
                nullable
                        + of((Class<?>) ((ParameterizedType) generic.getType()).getRawType())
                        + list("<", generic.getAnnotatedActualTypeArguments(), ">");
            case AnnotatedWildcardType wildcard ->
                "?" + bounds(" super ", wildcard.getAnnotatedLowerBounds())
                        + bounds(" extends ", wildcard.getAnnotatedUpperBounds());
            case AnnotatedTypeVariable variable -> nullable + variable.getType().getTypeName();
            default -> nullable + of((Class<?>) type.getType());
        };
    }

    /** A class by its simple name, after those of the classes it lies in. */
    static String of(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return (outer == null ? "" : of(outer) + ".") + type.getSimpleName();
    }

    /** Type parameters with their bounds in angle brackets; nothing if there are none. */
    static String parameters(TypeVariable<?>[] parameters) {
        return parameters.length == 0
                ? ""
                : Arrays.stream(parameters)
                        .map(parameter -> parameter.getName() + bounds(" extends ", parameter.getAnnotatedBounds()))
                        .collect(joining(", ", "<", ">"));
    }

    static String list(String open, AnnotatedType[] types, String close) {
        return Arrays.stream(types).map(TypeNames::of).collect(joining(", ", open, close));
    }

    private static String bounds(String keyword, AnnotatedType[] bounds) {
        Predicate<AnnotatedType> saysNothing = bound -> isObject(bound.getType()) && bound.getAnnotations().length == 0;
        return Stream.of(bounds).allMatch(saysNothing)
                ? ""
                : Arrays.stream(bounds).map(TypeNames::of).collect(joining(" & ", keyword, ""));
    }

    private static boolean isObject(Type type) {
        return type.equals(Object.class);
    }
}
