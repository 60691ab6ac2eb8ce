package dev.simbroker.internal.kernel;

import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Coroutine;
import java.util.concurrent.locks.LockSupport;

/** A coroutine that is an ordinary thread, parked and unparked by hand, on public API alone. */
final class ThreadCoroutine implements Coroutine {

    private final Thread thread;
    private final CarriedProcess process;
    private boolean started;
    /** Whether it was interrupted since it was suspended. Written by its own thread. */
    private volatile boolean interrupted;

    private ThreadCoroutine(Thread thread, CarriedProcess process, boolean started) {
        this.thread = thread;
        this.process = process;
        this.started = started;
    }

    /** A coroutine on a new virtual thread. */
    static Coroutine onVirtualThread(CarriedProcess process) {
        Thread thread = Thread.ofVirtual()
                .name(process.name())
                .inheritInheritableThreadLocals(false)
                .unstarted(process::run);
        return new ThreadCoroutine(thread, process, false);
    }

    /** A coroutine on a thread that begins on its own, and is suspended until it has its first turn. */
    static Coroutine on(ProcessThread thread, CarriedProcess process) {
        thread.carry(process::run);
        return new ThreadCoroutine(thread, process, true);
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void resume() {
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true; // nobody else writes this: one that has not begun can pass its turn to nobody
            thread.start();
        }
    }

    @Override
    public void suspend() {
        while (!process.hasTurn()) {
            LockSupport.park();
            if (Thread.currentThread().isInterrupted()) {
                interrupted = true; // before the status is cleared, so that others see one of the two
                Thread.interrupted();
            }
        }
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isInterrupted() {
        return interrupted || thread.isInterrupted();
    }

    @Override
    public void interrupt() {
        if (thread instanceof ProcessThread known) {
            known.interruptCarrier();
        } else {
            thread.interrupt();
        }
    }

    @Override
    public void giveUp() {
        LockSupport.unpark(thread);
    }
}
