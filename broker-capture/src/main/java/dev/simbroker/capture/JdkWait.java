package dev.simbroker.capture;

import dev.simbroker.capture.boot.Hooks;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.WaitReason;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import org.jspecify.annotations.Nullable;

/** A wait in the JDK: worded as the method that the application has called. */
record JdkWait(Thread thread, @Nullable Object blocker) implements WaitReason {

    @Override
    public String describe() {
        SimProcess holder = holder();
        return called(thread.getStackTrace())
                        .map(frame -> simpleName(frame.getClassName()) + "." + frame.getMethodName())
                        .orElse("another thread")
                + (holder == null ? "" : " (held by process '" + holder.name() + "')");
    }

    /** Who has the lock, where the JDK knows it. */
    @Override
    public @Nullable SimProcess holder() {
        Thread owner = blocker instanceof AbstractOwnableSynchronizer lock ? LockOwner.of(lock) : null;
        return owner != null && Hooks.of(owner) instanceof CapturedProcess captured ? captured.process() : null;
    }

    /** The outermost frame of the JDK among those that have led to the hook. */
    private static Optional<StackTraceElement> called(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .dropWhile(frame -> !isHook(frame))
                .dropWhile(JdkWait::isHook)
                .takeWhile(JdkWait::isOfTheJdk)
                .reduce((inner, outer) -> outer);
    }

    private static boolean isHook(StackTraceElement frame) {
        return frame.getClassName().equals(Hooks.class.getName());
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        return frame.getModuleName() != null && frame.getModuleName().startsWith("java.");
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
