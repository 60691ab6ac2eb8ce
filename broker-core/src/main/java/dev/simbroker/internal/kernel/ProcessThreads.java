package dev.simbroker.internal.kernel;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** A factory of threads that are processes of one simulation. */
public final class ProcessThreads implements ThreadFactory {

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
        return new ProcessThread(kernel, task, name + "-" + count.incrementAndGet());
    }
}
