package dev.simbroker.internal.kernel;

import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The line of the user's code at which a thread waits: the innermost frame that is neither the JDK's nor ours. */
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

    public static Optional<StackTraceElement> of(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return Arrays.stream(frames)
                .skip(framesOnTop(frames))
                .filter(CallSite::isUsers)
                .findFirst();
    }

    static boolean isUsers(StackTraceElement frame) {
        return !isJdk(frame) && !isOurs(frame);
    }

    /**
     * How many of the innermost frames are not where the process waits: those of a timer's task, which runs on top of
     * the process that holds the baton, and those of what carries the process, which may be anybody's.
     */
    private static int framesOnTop(StackTraceElement[] frames) {
        int count = frames.length;
        while (count > 0 && !isTask(frames[count - 1]) && !SimulatedProcess.isSuspension(frames[count - 1])) {
            count--;
        }
        return count;
    }

    private static boolean isTask(StackTraceElement frame) {
        return frame.getClassName().equals(TaskTimer.class.getName())
                && frame.getMethodName().equals("fire");
    }

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

    private static @Nullable CodeSource source(String className) {
        try {
            return Class.forName(className, false, CallSite.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
