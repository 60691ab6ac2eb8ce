package dev.simbroker.internal.kernel;

import dev.simbroker.internal.carrier.ParkingCoroutine;
import dev.simbroker.internal.util.UnwindError;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Coroutine;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is a process of a simulation. Starting it spawns the process; from then on the thread is alive, and
 * waits for its first turn.
 *
 * <p>What the JDK decides by the thread alone, {@link #isAlive} and {@link #join}, must not be told otherwise: who
 * joins it waits, in real time and with the baton in hand, and is reported. A thread that had not begun would be joined
 * at once, and nobody would notice that it did not run.
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
        process = kernel.spawn(getName(), isDaemon(), this::runTask, this::coroutine);
    }

    /** As its process stands, which in a simulation is the same each time. */
    @Override
    public State getState() {
        State real = super.getState();
        SimulatedProcess mine = process;
        return mine == null || real == State.NEW || real == State.TERMINATED
                ? real
                : mine.threadState().orElse(real);
    }

    /** The coroutine of the process that runs here. */
    private Coroutine coroutine(CarriedProcess process) {
        carried = process::run;
        return new ParkingCoroutine(process, true) {
            @Override
            public Thread thread() {
                return ProcessThread.this;
            }

            @Override
            public boolean hasThreadOfItsOwn() {
                return true;
            }

            @Override
            public void begin() {
                ProcessThread.super.start();
            }

            @Override
            public void interrupt() {
                ProcessThread.super.interrupt();
            }
        };
    }

    /** Runs the process; called as a plain method, the task. */
    @Override
    public void run() {
        if (Thread.currentThread() == this && !inTask) {
            Objects.requireNonNull(carried, "a thread of a simulation began without its start() being called")
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

    @Override
    public boolean isInterrupted() {
        SimulatedProcess mine = process;
        return super.isInterrupted() || (mine != null && Thread.currentThread() != this && mine.isInterruptPending());
    }
}
