package dev.simbroker.internal.util;

import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose the frames of a stack are: the JDK's, ours, a library's, or the user's. What somebody is working on lies in
 * directories, so what comes out of a jar file is taken for a library's.
 */
public final class UserFrames {

    private static final String ROOT = "dev.simbroker.";

    /** Prefixes of this library's class names. */
    private static final List<String> PREFIXES = List.of(
            "dev.simbroker.internal.",
            "dev.simbroker.time.",
            "dev.simbroker.queue.",
            "dev.simbroker.concurrent.",
            "dev.simbroker.metrics.",
            "dev.simbroker.junit.",
            "dev.simbroker.capture.");

    /** On the boot class path nobody else has classes of such a name. */
    private static final String HOOKS = "dev.simbroker.capture.boot.";

    /**
     * A class of each of this library's artifacts: a user's test may lie in a package of the same name, but not in the
     * same artifact.
     */
    private static final List<String> ANCHORS = List.of(
            "dev.simbroker.time.Scheduler", "dev.simbroker.junit.SimulationExtension", "dev.simbroker.capture.Capture");

    private UserFrames() {}

    /** The innermost line of the user's code in a stack; if there is none, of a library's. */
    public static Optional<StackTraceElement> innermost(StackTraceElement[] frames) {
        StackTraceElement librarys = null;
        for (StackTraceElement frame : frames) {
            if (isForeign(frame)) {
                if (!isLibrarys(frame)) {
                    return Optional.of(frame);
                }
                librarys = librarys == null ? frame : librarys;
            }
        }
        return Optional.ofNullable(librarys);
    }

    /** Whether a frame is neither the JDK's nor ours. */
    public static boolean isForeign(StackTraceElement frame) {
        return !isJdk(frame) && !isOurs(frame);
    }

    public static boolean isJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    public static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith(HOOKS)
                || (isNamedLikeOurs(name) && ANCHORS.stream().anyMatch(anchor -> isOfSameSource(name, anchor)));
    }

    /** Whether a class is in one of our packages. The root package has no others below it. */
    private static boolean isNamedLikeOurs(String className) {
        return PREFIXES.stream().anyMatch(className::startsWith)
                || (className.startsWith(ROOT) && className.indexOf('.', ROOT.length()) < 0);
    }

    private static boolean isOfSameSource(String className, String anchor) {
        CodeSource source = source(className);
        return source != null && source.equals(source(anchor));
    }

    /** Whether a frame is a library's: out of a jar file, or of a class that was generated, which has no lines. */
    public static boolean isLibrarys(StackTraceElement frame) {
        if (frame.getLineNumber() < 0) {
            return true;
        }
        CodeSource source = source(frame.getClassName());
        return source != null
                && source.getLocation() != null
                && source.getLocation().getPath().contains(".jar");
    }

    private static @Nullable CodeSource source(String className) {
        CodeSource source = source(className, UserFrames.class.getClassLoader());
        return source != null
                ? source
                : source(className, Thread.currentThread().getContextClassLoader());
    }

    private static @Nullable CodeSource source(String className, ClassLoader loader) {
        try {
            return Class.forName(className, false, loader).getProtectionDomain().getCodeSource();
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
