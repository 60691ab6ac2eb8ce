package dev.simbroker.bench;

import java.util.concurrent.locks.LockSupport;

/** A thread that is suspended and resumed explicitly, by a volatile flag, park and unpark. */
final class BareTask {

    final Thread thread;

    /** The order among sleepers with the same time; used by {@link TaskHeap}. */
    long sequence;

    private boolean started;
    private boolean ended;
    private volatile boolean resumed;

    private BareTask(Thread thread, boolean started) {
        this.thread = thread;
        this.started = started;
    }

    /** A task on a virtual thread, which starts when it is first resumed. */
    static BareTask of(Runnable body) {
        return new BareTask(Thread.ofVirtual().unstarted(body), false);
    }

    /** The calling thread as a task. */
    static BareTask current() {
        return new BareTask(Thread.currentThread(), true);
    }

    /** Whether it has started and not ended; its thread may live a moment longer. */
    boolean isUnderWay() {
        return started && !ended;
    }

    void end() {
        ended = true;
    }

    void resume() {
        if (started) {
            resumed = true;
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
    }

    void suspend() {
        while (!resumed) {
            LockSupport.park();
        }
        resumed = false;
    }
}
