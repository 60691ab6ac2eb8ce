package dev.simbroker.time;

import java.security.CodeSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the line of the user's code at which a thread waits: the innermost frame that is neither the JDK's nor ours. */
final class CallSite {

    private static final Set<String> OUR_PACKAGES = Set.of(
            "dev.simbroker",
            "dev.simbroker.time",
            "dev.simbroker.queue",
            "dev.simbroker.concurrent",
            "dev.simbroker.metrics");

    private CallSite() {}

    static Optional<StackTraceElement> of(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return Arrays.stream(frames)
                .skip(framesOfTask(frames))
                .filter(frame -> !isJdk(frame) && !isOurs(frame))
                .findFirst();
    }

    /** A timer's task runs on top of the process that holds the baton, and is not where that process waits. */
    private static int framesOfTask(StackTraceElement[] frames) {
        int count = frames.length;
        while (count > 0 && !isTask(frames[count - 1])) {
            count--;
        }
        return count;
    }

    private static boolean isTask(StackTraceElement frame) {
        return frame.getClassName().equals(TaskTimer.class.getName())
                && frame.getMethodName().equals("fire");
    }

    private static boolean isJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    /** Tests live in our packages too, but come from elsewhere. */
    private static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        return OUR_PACKAGES.contains(name.substring(0, Math.max(name.lastIndexOf('.'), 0)))
                && Objects.equals(source(name), source(CallSite.class.getName()));
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
