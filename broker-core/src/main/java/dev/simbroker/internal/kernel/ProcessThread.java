package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.UnwindError;
import dev.simbroker.time.SimProcess;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is a process of a simulation. Starting it spawns the process; the thread itself begins when the process
 * has its first turn.
 *
 * <p>Other threads interrupt it as a process, which sees the interrupt when its turn comes. What it does to its own
 * interrupt status is the thread's affair alone.
 */
public final class ProcessThread extends Thread {

    private final Kernel kernel;
    private final Runnable task;
    private @Nullable Runnable carried;
    private boolean inTask;
    private volatile @Nullable SimulatedProcess process;

    ProcessThread(Kernel kernel, Runnable task, String name) {
        super(null, null, name, 0, false);
        this.kernel = kernel;
        this.task = task;
        setDaemon(false); // a child of a virtual thread would be one
    }

    public Optional<SimProcess> process() {
        return Optional.ofNullable(process);
    }

    // ---- the start ----

    /** Spawns the process; what a daemon does is in the background. */
    @Override
    public void start() {
        if (process != null) {
            throw new IllegalThreadStateException("thread '" + getName() + "' was started before");
        }
        process = kernel.spawn(getName(), this::runTask, isDaemon(), this);
    }

    /** Called by the coroutine that is to run {@code body} here. */
    void carry(Runnable body) {
        carried = body;
    }

    /** Really starts. */
    void begin() {
        super.start();
    }

    /** Runs the process; called as a plain method, the task. */
    @Override
    public void run() {
        if (Thread.currentThread() == this && !inTask) {
            Objects.requireNonNull(carried, "a thread began without being started")
                    .run();
        } else {
            task.run();
        }
    }

    private void runTask() {
        inTask = true;
        try {
            task.run();
        } catch (UnwindError e) {
            throw e;
        } catch (Throwable e) {
            UncaughtExceptionHandler handler = getUncaughtExceptionHandler();
            if (handler instanceof ThreadGroup) { // which means that it has none
                throw e;
            }
            handler.uncaughtException(this, e);
        }
    }

    // ---- interruption ----

    @Override
    public void interrupt() {
        SimulatedProcess mine = process;
        if (mine == null || Thread.currentThread() == this) {
            super.interrupt();
        } else {
            mine.interrupt();
        }
    }

    void interruptCarrier() {
        super.interrupt();
    }

    @Override
    public boolean isInterrupted() {
        SimulatedProcess mine = process;
        return super.isInterrupted() || (mine != null && Thread.currentThread() != this && mine.isInterruptPending());
    }
}
