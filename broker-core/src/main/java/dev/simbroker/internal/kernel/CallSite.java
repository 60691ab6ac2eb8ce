package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.UserFrames;
import java.util.Arrays;
import java.util.Optional;

/**
 * The line of the user's code in a stack: the innermost frame that is neither the JDK's nor ours nor a library's. If
 * everything comes out of jar files, so that nothing tells the user's code from a library, the innermost one of both.
 */
public final class CallSite {

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
        return UserFrames.isForeign(frame);
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
        return UserFrames.isJdk(frame);
    }

    /** Whether the body of the process with that stack is this library's: it is a handler's or an executor's then. */
    static boolean isStartedByUs(StackTraceElement[] frames) {
        int body = frames.length - 1;
        while (body >= 0 && !SimulatedProcess.isStartOfBody(frames[body])) {
            body--;
        }
        return body > 0 && isOurs(frames[body - 1]);
    }

    /** Whether the caller is a process, of whatever simulation. */
    static boolean isInProcess() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::toStackTraceElement)
                        .anyMatch(SimulatedProcess::isStartOfBody));
    }

    public static boolean isOurs(StackTraceElement frame) {
        return UserFrames.isOurs(frame);
    }

    private static boolean isLibrarys(StackTraceElement frame) {
        return Replacements.isKnownLibrarys(frame) || UserFrames.isLibrarys(frame);
    }
}
