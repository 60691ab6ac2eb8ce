package dev.simbroker.internal.kernel;

import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line of the user's code in a stack: the innermost frame that is neither the JDK's nor ours nor a library's. If
 * everything comes out of jar files, so that nothing tells the user's code from a library, the innermost one of both.
 */
public final class CallSite {

    private static final String ROOT = "dev.simbroker.";

    /** Prefixes of this library's class names. */
    private static final List<String> PREFIXES = List.of(
            "dev.simbroker.internal.",
            "dev.simbroker.time.",
            "dev.simbroker.queue.",
            "dev.simbroker.concurrent.",
            "dev.simbroker.metrics.",
            "dev.simbroker.junit.");

    /**
     * A class of each of this library's artifacts: a user's test may lie in a package of the same name, but not in the
     * same artifact.
     */
    private static final List<String> ANCHORS =
            List.of("dev.simbroker.time.Scheduler", "dev.simbroker.junit.SimulationExtension");

    private CallSite() {}

    /** The line at which a process or thread waits. */
    public static Optional<StackTraceElement> of(Thread thread) {
        return in(waiting(thread.getStackTrace()));
    }

    /** The line in a stack, or a part of one. */
    static Optional<StackTraceElement> in(StackTraceElement[] frames) {
        int index = indexIn(frames);
        return index < 0 ? Optional.empty() : Optional.of(frames[index]);
    }

    /** The index of that line; negative if there is none. */
    static int indexIn(StackTraceElement[] frames) {
        int foreign = -1;
        for (int index = 0; index < frames.length; index++) {
            if (isForeign(frames[index])) {
                if (!isLibrarys(frames[index])) {
                    return index;
                }
                foreign = foreign < 0 ? index : foreign;
            }
        }
        return foreign;
    }

    /** Whether a frame is neither the JDK's nor ours. */
    static boolean isForeign(StackTraceElement frame) {
        return !isJdk(frame) && !isOurs(frame);
    }

    // ---- parts of a stack ----

    /**
     * The frames of a process that waits, without those on top which are not where it waits: those of a timer's task,
     * which runs on top of the process that holds the baton, and those of what carries the process, which may be
     * anybody's.
     */
    static StackTraceElement[] waiting(StackTraceElement[] frames) {
        int top = frames.length;
        while (top > 0 && !isTask(frames[top - 1]) && !SimulatedProcess.isSuspension(frames[top - 1])) {
            top--;
        }
        return Arrays.copyOfRange(frames, top, frames.length);
    }

    /** The frames of what runs on a thread: of a timer's task alone, if there is one on top of a process. */
    static StackTraceElement[] running(StackTraceElement[] frames) {
        int end = 0;
        while (end < frames.length && !isTask(frames[end])) {
            end++;
        }
        return Arrays.copyOf(frames, end);
    }

    private static boolean isTask(StackTraceElement frame) {
        return frame.getClassName().equals(TaskTimer.class.getName())
                && frame.getMethodName().equals("fire");
    }

    // ---- whose a frame is ----

    static boolean isJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    public static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        return isNamedLikeOurs(name) && ANCHORS.stream().anyMatch(anchor -> isOfSameSource(name, anchor));
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

    /** Whether a class is a known library's, or out of a jar file: what somebody is working on lies in directories. */
    private static boolean isLibrarys(StackTraceElement frame) {
        CodeSource source = source(frame.getClassName());
        return Replacements.isKnownLibrarys(frame)
                || (source != null
                        && source.getLocation() != null
                        && source.getLocation().getPath().contains(".jar"));
    }

    private static @Nullable CodeSource source(String className) {
        CodeSource source = source(className, CallSite.class.getClassLoader());
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
