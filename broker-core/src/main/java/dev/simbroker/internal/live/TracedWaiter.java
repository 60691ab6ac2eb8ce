package dev.simbroker.internal.live;

import dev.simbroker.time.spi.TraceEvent;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;

/**
 * The calling thread's waiter on a scheduler that has a sink. It is made for each wait and never kept by the thread,
 * which would keep the engine and the sink in memory for as long as it lives.
 */
record TracedWaiter(LiveEngine engine, LiveWaiter waiter) implements Waiter {

    @Override
    public void await(WaitReason reason, long deadline) throws InterruptedException {
        engine.trace(TraceEvent.WAIT, reason, null, deadline);
        waiter.await(reason, deadline);
    }

    @Override
    public void wake() {
        waiter.wake();
    }
}
