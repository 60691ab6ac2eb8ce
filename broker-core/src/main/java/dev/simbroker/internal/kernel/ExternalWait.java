package dev.simbroker.internal.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A wait outside the simulation, as the state and the stack of the waiting thread tell it. */
final class ExternalWait {

    /** Prefixes of the JDK's classes in which input and output waits, which another machine can end. */
    private static final List<String> INPUT_AND_OUTPUT =
            List.of("java.net.", "sun.net.", "java.nio.", "sun.nio.", "java.io.", "java.lang.Process");

    /** The JDK's methods in which a wait with a time ends, where the state of a virtual thread does not tell. */
    private static final List<String> TIMED = List.of("parkNanos", "parkUntil", "sleep", "sleepNanos");

    /** Prefixes of the JDK's classes for which one waits because somebody else holds them. */
    private static final List<String> HELD = List.of(
            "java.util.concurrent.locks.ReentrantLock",
            "java.util.concurrent.locks.ReentrantReadWriteLock",
            "java.util.concurrent.locks.StampedLock",
            "java.util.concurrent.Semaphore");

    private final Thread.State state;
    private final StackTraceElement[] stack;

    ExternalWait(Thread.State state, StackTraceElement[] stack) {
        this.state = state;
        this.stack = stack;
    }

    /** The stack, which nobody changes. */
    StackTraceElement[] stack() {
        return stack;
    }

    /** Whether a thread may be stuck: blocked, or ready to go on without being able to. */
    static boolean isPossible(Thread thread) {
        return isBlocked(thread) || isSuspended(thread.getStackTrace());
    }

    static boolean isBlocked(Thread thread) {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }

    /** Whether a process has been given its turn and has not noticed. One that has not even begun has no frames. */
    private static boolean isSuspended(StackTraceElement[] frames) {
        return frames.length == 0 || Arrays.stream(frames).anyMatch(SimulatedProcess::isSuspension);
    }

    /** The wait that a thread is in; empty if it could go on if only there were a carrier thread for it. */
    static Optional<ExternalWait> of(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return isSuspended(frames)
                ? Optional.empty()
                : Optional.of(new ExternalWait(thread.getState(), CallSite.running(frames)));
    }

    /** Whether nothing but another thread can end it: it has no time, and is no input or output. */
    boolean isIndefinite() {
        return isForMonitor()
                || (state == Thread.State.WAITING
                        && jdkFrames().noneMatch(frame -> TIMED.contains(frame.getMethodName()))
                        && jdkFrames().noneMatch(frame -> isOneOf(INPUT_AND_OUTPUT, frame)));
    }

    /** Whether somebody probably holds what is waited for. */
    boolean isForSomethingHeld() {
        return isForMonitor() || entry().filter(frame -> isOneOf(HELD, frame)).isPresent();
    }

    private boolean isForMonitor() {
        return state == Thread.State.BLOCKED;
    }

    private static boolean isOneOf(List<String> prefixes, StackTraceElement frame) {
        return prefixes.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private Stream<StackTraceElement> jdkFrames() {
        return Arrays.stream(stack).takeWhile(CallSite::isJdk);
    }

    // ---- in words ----

    /** The line of the user's code. */
    Optional<StackTraceElement> at() {
        return CallSite.in(stack);
    }

    /** The method of the JDK that the user's code, a library or ours has called. */
    private Optional<StackTraceElement> entry() {
        return jdkFrames().reduce((inner, outer) -> outer);
    }

    /** The call, as {@code java.lang.Thread.sleep}. */
    String call() {
        return isForMonitor()
                ? "a synchronized section"
                : entry().map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .orElse("a wait");
    }

    /** The line of a library between that call and the user's code. */
    private Optional<StackTraceElement> library() {
        return Arrays.stream(stack)
                .dropWhile(CallSite::isJdk)
                .findFirst()
                .filter(frame -> CallSite.isForeign(frame) && !at().equals(Optional.of(frame)));
    }

    String instead() {
        int line = CallSite.indexIn(stack);
        return Replacements.of(line < 0 ? stack : Arrays.copyOf(stack, line), isForMonitor(), entry());
    }

    @Override
    public String toString() {
        return (isForMonitor() ? "it waits to enter " : "it is in ")
                + call()
                + library().map(frame -> ", called by " + frame).orElse("")
                + at().map(frame -> ", called at " + frame).orElse("");
    }
}
