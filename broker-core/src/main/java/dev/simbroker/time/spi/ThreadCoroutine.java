package dev.simbroker.time.spi;

import java.util.concurrent.Executor;

/**
 * A coroutine on a virtual thread of somebody else's, {@linkplain Carrier#adopt made a process}, and the scheduler of
 * that thread. Unstable before 1.0.
 */
public interface ThreadCoroutine extends Coroutine, Executor {

    /** Runs the thread from where it is until it parks; called with the same task each time. */
    @Override
    void execute(Runnable continuation);
}
