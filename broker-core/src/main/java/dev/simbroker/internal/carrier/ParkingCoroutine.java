package dev.simbroker.internal.carrier;

import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Coroutine;
import java.util.concurrent.locks.LockSupport;

/** A coroutine that is an ordinary thread, parked and unparked by hand, on public API alone. */
public abstract class ParkingCoroutine implements Coroutine {

    private final CarriedProcess process;
    private boolean started;
    /** Whether it was interrupted since it was suspended. Written by its own thread. */
    private volatile boolean interrupted;

    /** @param started whether the thread begins on its own, to be suspended until it has its first turn */
    protected ParkingCoroutine(CarriedProcess process, boolean started) {
        this.process = process;
        this.started = started;
    }

    @Override
    public final void resume() {
        if (started) {
            unpark();
        } else {
            started = true; // nobody else writes this: one that has not begun can pass its turn to nobody
            thread().start();
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
    public final boolean isInterrupted() {
        return interrupted || thread().isInterrupted();
    }

    @Override
    public void interrupt() {
        thread().interrupt();
    }

    @Override
    public void giveUp() {
        unpark();
    }

    /** Has the thread go on from where it parks, or not park the next time. */
    void unpark() {
        LockSupport.unpark(thread());
    }
}
