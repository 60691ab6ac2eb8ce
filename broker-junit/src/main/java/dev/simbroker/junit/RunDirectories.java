package dev.simbroker.junit;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ModifierSupport;

/**
 * The directories that each run of a repeated test has for itself, inside those that JUnit has made for
 * {@link TempDir}.
 */
final class RunDirectories {

    private RunDirectories() {}

    /** The argument of one run: a new directory inside the given one, if it is one. */
    static Object argument(Parameter parameter, Object given) throws IOException {
        return isDirectory(parameter) ? inside(given) : given;
    }

    /** Gives the fields of a run's instance directories inside those of the instance that JUnit has made. */
    static void fill(Object instance, Object original) throws IOException, IllegalAccessException {
        for (Field field : AnnotationSupport.findAnnotatedFields(
                instance.getClass(), TempDir.class, ModifierSupport::isNotStatic)) {
            field.setAccessible(true);
            field.set(instance, inside(field.get(original)));
        }
    }

    /**
     * Refuses what JUnit alone resolves, and answers the same to every run.
     *
     * @throws ExtensionConfigurationException if a parameter is such a directory
     */
    static void refuseIn(Executable method) {
        Arrays.stream(method.getParameters())
                .filter(RunDirectories::isDirectory)
                .findFirst()
                .ifPresent(parameter -> {
                    throw new ExtensionConfigurationException("the @TempDir '" + parameter.getName() + "' of " + method
                            + " would be one directory for all runs of the test: make it a field, or a parameter of the"
                            + " test's method");
                });
    }

    private static boolean isDirectory(AnnotatedElement element) {
        return AnnotationSupport.isAnnotated(element, TempDir.class);
    }

    private static Object inside(Object directory) throws IOException {
        return directory instanceof File file
                ? Files.createTempDirectory(file.toPath(), "run-").toFile()
                : Files.createTempDirectory((Path) directory, "run-");
    }
}
