package dev.simbroker.internal.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to use in place of waits that are not in simulated time. */
final class Replacements {

    private static final String TRANSACTION = "a transaction that ends before its process waits in simulated time: one"
            + " that sleeps in the middle keeps its locks, and its connection, from the others";

    private static final String STAND_IN = "a stand-in that waits in simulated time, or Scheduler.live()";

    /** Prefixes of the classes of libraries that wait; the first that fits counts. */
    private static final List<Map.Entry<String, String>> OF_LIBRARIES = List.of(
            Map.entry(
                    "org.awaitility.",
                    "assertEventually(simulation, duration, assertion) of dev.simbroker.junit.SimulationAssertions"),
            Map.entry("org.h2.", TRANSACTION),
            Map.entry("org.hsqldb.", TRANSACTION),
            Map.entry("org.apache.derby.", TRANSACTION),
            Map.entry("org.sqlite.", TRANSACTION),
            Map.entry("org.postgresql.", TRANSACTION),
            Map.entry("com.mysql.", TRANSACTION),
            Map.entry("org.mariadb.", TRANSACTION),
            Map.entry("oracle.jdbc.", TRANSACTION),
            Map.entry("com.microsoft.sqlserver.", TRANSACTION),
            Map.entry("com.zaxxer.hikari.", TRANSACTION),
            Map.entry("org.apache.tomcat.jdbc.", TRANSACTION),
            Map.entry("org.apache.commons.dbcp2.", TRANSACTION));

    /** Prefixes of the JDK's methods in which waits begin; the first that fits counts. */
    private static final List<Map.Entry<String, String>> OF_THE_JDK = List.of(
            Map.entry("java.lang.Thread.sleep", "simulation.sleep(duration)"),
            Map.entry("java.util.concurrent.TimeUnit.sleep", "simulation.sleep(duration)"),
            Map.entry(
                    "java.lang.Thread.join",
                    "SimProcess.join, for a thread of simulation.threadFactory() that of SimProcess.of(thread)"),
            Map.entry("java.lang.Object.wait", "a Mailbox, or a condition of dev.simbroker.concurrent.ProcessLock"),
            Map.entry("java.util.concurrent.CountDownLatch", "dev.simbroker.concurrent.ProcessLatch"),
            Map.entry("java.util.concurrent.Semaphore", "dev.simbroker.concurrent.ProcessSemaphore"),
            Map.entry("java.util.concurrent.locks", "dev.simbroker.concurrent.ProcessLock"),
            Map.entry("java.util.concurrent.CompletableFuture", "simulation.await(future)"),
            Map.entry(
                    "java.util.concurrent.FutureTask",
                    "simulation.executor() for the task, or simulation.await(future)"),
            Map.entry("java.util.concurrent.ThreadPoolExecutor", "simulation.executor()"),
            Map.entry("java.util.concurrent.ForkJoin", "simulation.executor()"),
            Map.entry("java.util.concurrent", "dev.simbroker.queue.Mailbox, or what dev.simbroker.concurrent offers"),
            Map.entry("java.net", STAND_IN),
            Map.entry("java.nio", STAND_IN),
            Map.entry("sun.nio", STAND_IN),
            Map.entry("java.io", STAND_IN));

    private Replacements() {}

    /**
     * The replacement of a wait.
     *
     * @param stack from the wait to the line of the user's code
     * @param monitor whether it is for a monitor
     * @param call the JDK's method in which it begins
     */
    static String of(StackTraceElement[] stack, boolean monitor, Optional<StackTraceElement> call) {
        return Arrays.stream(stack)
                .flatMap(frame -> find(OF_LIBRARIES, frame).stream())
                .findFirst()
                .or(() -> Optional.of("dev.simbroker.concurrent.ProcessLock, since the process that is inside cannot"
                                + " leave")
                        .filter(lock -> monitor))
                .or(() -> call.flatMap(frame -> find(OF_THE_JDK, frame)))
                .orElse("something that waits in simulated time");
    }

    /** Whether a frame belongs to a library that is known to wait. */
    static boolean isKnownLibrarys(StackTraceElement frame) {
        return find(OF_LIBRARIES, frame).isPresent();
    }

    private static Optional<String> find(List<Map.Entry<String, String>> entries, StackTraceElement frame) {
        String name = frame.getClassName() + "." + frame.getMethodName();
        return entries.stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
