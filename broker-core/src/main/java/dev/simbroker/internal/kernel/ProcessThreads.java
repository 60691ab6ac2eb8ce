package dev.simbroker.internal.kernel;

import java.lang.StackWalker.StackFrame;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** A factory of threads that are processes of one simulation. */
public final class ProcessThreads implements ThreadFactory {

    /**
     * Where the executors of the JDK make their threads. They start them by a way of their own, past
     * {@link Thread#start}, so that a process would never begin; and their workers wait in real time.
     */
    private static final Set<String> MAKERS = Set.of(
            "java.util.concurrent.ThreadPoolExecutor$Worker.<init>",
            "java.util.concurrent.ThreadPerTaskExecutor.newThread",
            "java.util.concurrent.StructuredTaskScope.fork",
            "java.util.concurrent.StructuredTaskScopeImpl.fork");

    private final Kernel kernel;
    private final String name;
    private final AtomicLong count = new AtomicLong();

    public ProcessThreads(Kernel kernel, String name) {
        this.kernel = kernel;
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override
    public Thread newThread(Runnable task) {
        Objects.requireNonNull(task, "task");
        kernel.checkAccess(); // the numbers in the names must not depend on a race
        refuseExecutors();
        return new ProcessThread(kernel, task, name + "-" + count.incrementAndGet());
    }

    private void refuseExecutors() {
        Optional<String> maker = StackWalker.getInstance()
                .walk(frames -> frames.map(ProcessThreads::method)
                        .filter(MAKERS::contains)
                        .findFirst());
        if (maker.isPresent()) {
            throw new UnsupportedOperationException("an executor of the JDK (" + maker.get()
                    + ") cannot run on threads '" + name + "' of a simulation, which it starts past the simulation, "
                    + "and which would wait in real time: use simulation.executor(\"" + name
                    + "\") or simulation.scheduledExecutor(\"" + name + "\") in its place");
        }
    }

    private static String method(StackFrame frame) {
        return frame.getClassName() + "." + frame.getMethodName();
    }
}
