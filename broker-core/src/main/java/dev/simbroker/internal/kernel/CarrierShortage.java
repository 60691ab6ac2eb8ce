package dev.simbroker.internal.kernel;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

/** The state in which a process has its turn and no carrier thread is free to run it, and what may be the reason. */
final class CarrierShortage {

    /** The first version of Java in which a wait inside a synchronized section keeps no carrier thread. */
    private static final int FIRST_WITHOUT_PINNING = 24;

    /** Threads that go on although their simulations have ended without them. Used for reports only. */
    private static final Set<Thread> LEFT_BEHIND = new CopyOnWriteArraySet<>();

    private CarrierShortage() {}

    /** Notes that a thread goes on although its simulation has ended without it. */
    static void leftBehind(Thread thread) {
        LEFT_BEHIND.removeIf(other -> !other.isAlive());
        LEFT_BEHIND.add(thread);
    }

    /** What it is, whom it may be due to, and what to use instead. */
    static String describe(Reports reports) {
        boolean pinning = Runtime.version().feature() < FIRST_WITHOUT_PINNING;
        String why = pinning
                ? "too many processes wait inside a synchronized section, which up to Java 23 keeps the carrier thread"
                        + reports.list(reports.inSynchronized())
                : "other virtual threads compute or call native code";
        String busy = stillBusy();
        String instead = pinning
                ? "dev.simbroker.concurrent.ProcessLock"
                : busy.isEmpty() ? "platform threads for those" : "code that ends, or reacts to its interruption";
        return "no carrier thread is free to run it, because " + why + busy + Reports.line("use instead: " + instead);
    }

    /** A line for each thread that was left behind and may keep a carrier thread. */
    private static String stillBusy() {
        return LEFT_BEHIND.stream()
                .filter(thread ->
                        thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.BLOCKED)
                .flatMap(thread -> CallSite.in(thread.getStackTrace()).stream()
                        .map(frame -> Reports.line("thread '" + thread.getName()
                                + "', left behind by an earlier run, is still at " + frame)))
                .collect(Collectors.joining());
    }

    static boolean isInSynchronizedMethod(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(CarrierShortage::isSynchronized);
    }

    private static boolean isSynchronized(StackTraceElement frame) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Arrays.stream(
                            Class.forName(frame.getClassName(), false, loader).getDeclaredMethods())
                    .filter(method -> method.getName().equals(frame.getMethodName()))
                    .anyMatch(method -> Modifier.isSynchronized(method.getModifiers()));
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
