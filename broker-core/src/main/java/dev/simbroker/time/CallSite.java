package dev.simbroker.time;

import java.security.CodeSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the line of the user's code at which a thread waits: the innermost frame that is neither the JDK's nor ours. */
final class CallSite {

    /** Our packages, each with a class by which it is told from tests that live in a package of the same name. */
    private static final Map<String, String> OURS = Map.of(
            "dev.simbroker", "dev.simbroker.Broker",
            "dev.simbroker.time", "dev.simbroker.time.Scheduler",
            "dev.simbroker.queue", "dev.simbroker.queue.Mailbox",
            "dev.simbroker.concurrent", "dev.simbroker.concurrent.ProcessLock",
            "dev.simbroker.metrics", "dev.simbroker.metrics.BrokerMetrics",
            "dev.simbroker.junit", "dev.simbroker.junit.SimulationExtension");

    private CallSite() {}

    static Optional<StackTraceElement> of(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return Arrays.stream(frames)
                .skip(framesOfTask(frames))
                .filter(CallSite::isUsers)
                .findFirst();
    }

    static boolean isUsers(StackTraceElement frame) {
        return !isJdk(frame) && !isOurs(frame);
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

    static boolean isJdk(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        String anchor = OURS.get(name.substring(0, Math.max(name.lastIndexOf('.'), 0)));
        return anchor != null && Objects.equals(source(name), source(anchor));
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
