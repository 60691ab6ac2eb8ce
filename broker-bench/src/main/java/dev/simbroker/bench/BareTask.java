package dev.simbroker.bench;

import java.util.concurrent.locks.LockSupport;

/** A thread that is suspended and resumed by hand: a volatile flag, park and unpark. */
final class BareTask {

    final Thread thread;

    /** Decides between sleepers of one time; belongs to the {@link TaskHeap}. */
    long sequence;

    private boolean started;
    private boolean ended;
    private volatile boolean resumed;

    private BareTask(Thread thread, boolean started) {
        this.thread = thread;
        this.started = started;
    }

    /** A task on a virtual thread, which begins when it is first resumed. */
    static BareTask of(Runnable body) {
        return new BareTask(Thread.ofVirtual().unstarted(body), false);
    }

    /** The calling thread as a task. */
    static BareTask current() {
        return new BareTask(Thread.currentThread(), true);
    }

    /** Whether it has begun and not come to its end; its thread may outlive that for a moment. */
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
