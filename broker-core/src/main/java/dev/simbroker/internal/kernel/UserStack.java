package dev.simbroker.internal.kernel;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The stack of an exception that is about a process: the process's own, from the line of the user's code on, and below
 * it that of the thread that drives, as if the one had called the other.
 *
 * <p>So the line that waits or has failed is the top frame, to which an IDE and a build's summary lead, and the line
 * that has started the run is there too.
 */
final class UserStack {

    private UserStack() {}

    /** Makes {@code frames} the stack of an exception that the driving thread has made; does nothing without any. */
    static <X extends Throwable> X set(X exception, StackTraceElement[] frames) {
        int top = CallSite.indexIn(frames);
        if (top >= 0) {
            StackTraceElement[] users = Arrays.copyOfRange(frames, top, bottom(frames));
            exception.setStackTrace(Stream.of(users, driver(exception.getStackTrace()))
                    .flatMap(Arrays::stream)
                    .toArray(StackTraceElement[]::new));
        }
        return exception;
    }

    /** The number of frames without those below the outermost one that is the user's. */
    private static int bottom(StackTraceElement[] frames) {
        int bottom = frames.length;
        while (bottom > 0 && !CallSite.isForeign(frames[bottom - 1])) {
            bottom--;
        }
        return bottom;
    }

    /** The frames of the driving thread from the method of ours on that its code has called. */
    private static StackTraceElement[] driver(StackTraceElement[] frames) {
        int called = 0;
        while (called + 1 < frames.length && !CallSite.isForeign(frames[called + 1])) {
            called++;
        }
        return Arrays.copyOfRange(frames, called, frames.length);
    }
}
