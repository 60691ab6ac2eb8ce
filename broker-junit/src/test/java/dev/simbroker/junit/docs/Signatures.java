package dev.simbroker.junit.docs;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import java.lang.annotation.Annotation;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What users see of one type, as lines of text: its declaration, then its members by kind and name. What follows from
 * the declaration, such as a record's accessors, is left out.
 */
final class Signatures {

    /** Methods that every object has. */
    private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

    private Signatures() {}

    static List<String> of(Class<?> type) {
        var lines = new ArrayList<String>();
        lines.add(declaration(type));
        members(type).forEach(line -> lines.add("    " + line));
        return lines;
    }

    // ---- the declaration ----

    private static String declaration(Class<?> type) {
        return annotations(type)
                + modifiers(type)
                + kind(type)
                + TypeNames.of(type)
                + TypeNames.parameters(type.getTypeParameters())
                + components(type)
                + supertypes(type);
    }

    private static String annotations(Class<?> type) {
        return (type.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "")
                + (type.isAnnotationPresent(FunctionalInterface.class) ? "@FunctionalInterface " : "")
                + (type.isAnnotationPresent(Inherited.class) ? "@Inherited " : "")
                + Stream.of(type.getAnnotationsByType(Retention.class))
                        .map(retention -> "@Retention(" + retention.value() + ") ")
                        .collect(joining())
                + Stream.of(type.getAnnotationsByType(Target.class))
                        .map(target -> "@Target(" + value(target.value()) + ") ")
                        .collect(joining());
    }

    private static String modifiers(Class<?> type) {
        if (type.isInterface()) {
            return type.isSealed() ? "sealed " : "";
        }
        int modifiers = type.getModifiers();
        boolean saysFinal = Modifier.isFinal(modifiers) && !type.isRecord() && !type.isEnum();
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (Modifier.isAbstract(modifiers) && !type.isEnum() ? "abstract " : "")
                + (saysFinal ? "final " : "")
                + (type.isSealed() && !type.isEnum() ? "sealed " : "");
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface ";
        }
        if (type.isInterface()) {
            return "interface ";
        }
        return type.isRecord() ? "record " : type.isEnum() ? "enum " : "class ";
    }

    private static String components(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(Signatures::component)
                        .collect(joining(", ", "(", ")"))
                : "";
    }

    private static String component(RecordComponent component) {
        return TypeNames.of(component.getAnnotatedType()) + " " + component.getName();
    }

    private static String supertypes(Class<?> type) {
        Set<String> supertypes = type.isAnnotation() ? Set.of() : visibleSupertypes(type);
        return supertypes.isEmpty() ? "" : supertypes.stream().collect(joining(", ", " : ", ""));
    }

    /** A type's supertypes; of one that users cannot name, those that it has itself. */
    private static Set<String> visibleSupertypes(Class<?> type) {
        var names = new TreeSet<String>();
        Stream.concat(Stream.ofNullable(type.getAnnotatedSuperclass()), Stream.of(type.getAnnotatedInterfaces()))
                .filter(supertype -> !isImplied(rawType(supertype)))
                .forEach(supertype -> {
                    Class<?> raw = rawType(supertype);
                    if (PublicTypes.isAccessible(raw)) {
                        names.add(TypeNames.of(supertype));
                    } else {
                        names.addAll(visibleSupertypes(raw));
                    }
                });
        return names;
    }

    private static boolean isImplied(Class<?> supertype) {
        return Set.of(Object.class, Record.class, Enum.class).contains(supertype);
    }

    private static Class<?> rawType(AnnotatedType type) {
        return type.getType() instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : (Class<?>) type.getType();
    }

    // ---- members ----

    private static List<String> members(Class<?> type) {
        var lines = new ArrayList<String>();
        if (type.isEnum()) {
            Stream.of(type.getEnumConstants()).forEach(constant -> lines.add(((Enum<?>) constant).name()));
        }
        Stream.of(type.getDeclaredFields())
                .filter(field -> isShown(field, type) && !field.isEnumConstant())
                .sorted(comparing(Field::getName))
                .forEach(field -> lines.add(field(field)));
        Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> isShown(constructor, type) && !isCanonical(constructor, type))
                .map(Signatures::constructor)
                .sorted()
                .forEach(lines::add);
        methods(type)
                .sorted(comparing(Method::getName).thenComparing(method -> method(method, type)))
                .map(method -> method(method, type))
                .distinct()
                .forEach(lines::add);
        return lines;
    }

    /** Whether the constructor follows from the components of a record. */
    private static boolean isCanonical(Constructor<?> constructor, Class<?> type) {
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    /** Methods that a type declares or inherits from superclasses that users cannot name. */
    private static Stream<Method> methods(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        boolean hidden = superclass != null && !PublicTypes.isAccessible(superclass);
        return Stream.concat(
                Stream.of(type.getDeclaredMethods()).filter(method -> isShown(method, type) && !isImplied(method)),
                hidden ? methods(superclass) : Stream.empty());
    }

    private static boolean isShown(Member member, Class<?> type) {
        boolean closed = Modifier.isFinal(type.getModifiers()) || type.isSealed();
        return !member.isSynthetic()
                && (closed ? Modifier.isPublic(member.getModifiers()) : PublicTypes.isShown(member.getModifiers()));
    }

    private static boolean isImplied(Method method) {
        boolean ofEnum = method.getDeclaringClass().isEnum()
                && Modifier.isStatic(method.getModifiers())
                && Set.of("values", "valueOf").contains(method.getName());
        boolean ofRecord = method.getDeclaringClass().isRecord()
                && Stream.of(method.getDeclaringClass().getRecordComponents())
                        .anyMatch(component -> method.equals(component.getAccessor()));
        return ofEnum || ofRecord || OF_OBJECT.contains(method.getName());
    }

    private static String field(Field field) {
        String declared = modifiers(field) + TypeNames.of(field.getAnnotatedType()) + " " + field.getName();
        return isConstant(field) ? declared + " = " + value(valueOf(field)) : declared;
    }

    private static boolean isConstant(Field field) {
        return Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
    }

    private static Object valueOf(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String constructor(Constructor<?> constructor) {
        return modifiers(constructor)
                + "new "
                + TypeNames.of(constructor.getDeclaringClass())
                + parameters(constructor)
                + exceptions(constructor);
    }

    private static String method(Method method, Class<?> type) {
        Object preset = method.getDefaultValue();
        String generic = TypeNames.parameters(method.getTypeParameters());
        return modifiers(method)
                + (isToImplement(method, type) ? "abstract " : method.isDefault() ? "default " : "")
                + (generic.isEmpty() ? "" : generic + " ")
                + TypeNames.of(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + parameters(method)
                + exceptions(method)
                + (preset == null ? "" : " default " + value(preset));
    }

    private static boolean isToImplement(Method method, Class<?> type) {
        return Modifier.isAbstract(method.getModifiers()) && !type.isInterface();
    }

    private static String modifiers(Member member) {
        int modifiers = member.getModifiers();
        boolean saysFinal = Modifier.isFinal(modifiers)
                && !Modifier.isFinal(member.getDeclaringClass().getModifiers())
                && !Modifier.isStatic(modifiers);
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (Modifier.isStatic(modifiers) ? "static " : "")
                + (saysFinal ? "final " : "");
    }

    private static String parameters(Executable executable) {
        String all = TypeNames.list("(", executable.getAnnotatedParameterTypes(), ")");
        return executable.isVarArgs() ? all.replaceFirst("\\[]\\)$", "...)") : all;
    }

    private static String exceptions(Executable executable) {
        AnnotatedType[] thrown = executable.getAnnotatedExceptionTypes();
        return thrown.length == 0 ? "" : TypeNames.list(" throws ", thrown, "");
    }

    private static String value(Object value) {
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(index -> value(Array.get(value, index)))
                    .collect(joining(", ", "{", "}"));
        }
        return switch (value) {
            case String text -> '"' + text + '"';
            case Class<?> type -> TypeNames.of(type) + ".class";
            case Annotation annotation -> "@" + TypeNames.of(annotation.annotationType());
            default -> String.valueOf(value);
        };
    }
}
