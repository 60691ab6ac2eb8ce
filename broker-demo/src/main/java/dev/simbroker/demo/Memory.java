package dev.simbroker.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The end of a JVM that has no memory left. It says so in one line and ends at once, without using any more memory:
 * whatever has failed for want of it, a process of the model or the thread that drives it, the rest may still run.
 */
final class Memory {

    private static final byte[] MESSAGE =
            ("there is not enough memory for this run: give Java more with -Xmx, or end the"
                            + " run earlier with --until" + System.lineSeparator())
                    .getBytes(StandardCharsets.UTF_8);
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

    private Memory() {}

    /** Makes ready what {@link #endIfExhausted} needs, for which there may be no memory later. */
    static void prepare() {
        endIfExhausted(new IllegalStateException());
    }

    /** Ends the JVM with exit code 1 if {@code failure} comes from a lack of memory. */
    static void endIfExhausted(Throwable failure) {
        if (!isExhaustion(failure)) {
            return;
        }
        try {
            ERRORS.write(MESSAGE);
        } catch (IOException e) {
            // there is nobody to tell
        }
        Runtime.getRuntime().halt(Demo.FAILED);
    }

    private static boolean isExhaustion(@Nullable Throwable failure) {
        return failure != null && (failure instanceof OutOfMemoryError || isExhaustion(failure.getCause()));
    }
}
