package dev.simbroker.junit.docs;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The types of an artifact that users can name. */
final class PublicTypes {

    private PublicTypes() {}

    /** Those of the artifact in which {@code member} lies, be it a directory or a JAR, in the order of their names. */
    static List<Class<?>> besides(Class<?> member) {
        try {
            URI location =
                    member.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path path = Path.of(location);
            if (Files.isDirectory(path)) {
                return in(path, member.getClassLoader());
            }
            try (FileSystem jar = FileSystems.newFileSystem(path)) {
                return in(jar.getPath("/"), member.getClassLoader());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Class<?>> in(Path root, ClassLoader loader) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(PublicTypes::isOfPublicPackage)
                    .<Class<?>>map(file -> load(file, loader))
                    .filter(PublicTypes::isAccessible)
                    .sorted(comparing(Class::getName))
                    .toList();
        }
    }

    private static boolean isOfPublicPackage(String file) {
        return file.endsWith(".class") && !file.contains("/internal/") && !file.endsWith("-info.class");
    }

    private static Class<?> load(String file, ClassLoader loader) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isAccessible(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return isShown(type.getModifiers())
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && (outer == null || isAccessible(outer));
    }

    static boolean isShown(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
