package dev.simbroker.internal.live;

import dev.simbroker.internal.util.Durations;
import dev.simbroker.internal.util.UnwindError;
import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.TraceEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of a {@link LiveScheduler}: a virtual thread that runs in parallel with the others. */
final class LiveProcess implements SimProcess {

    private static final Logger LOG = LoggerFactory.getLogger(LiveScheduler.class);

    private final LiveEngine engine;
    private final String name;
    private final ProcessBody body;
    final boolean background;
    private final Thread thread;

    private volatile @Nullable LiveWaiter waiter;
    private volatile boolean everInterrupted;
    private volatile boolean unwinding;
    /** Whether it was told by an exception that it is to end. Touched by itself alone. */
    private boolean told;

    LiveProcess(LiveEngine engine, String name, ProcessBody body, boolean background) {
        this.engine = engine;
        this.name = name;
        this.body = body;
        this.background = background;
        this.thread = Thread.ofVirtual()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(this::runBody);
    }

    void start() {
        engine.trace(TraceEvent.SPAWN, this, null, 0);
        thread.start();
    }

    @Override
    public String name() {
        return name;
    }

    /** That of its thread, which does not tell a thread that runs from one that waits for a core. */
    @Override
    public State state() {
        return switch (thread.getState()) {
            case NEW -> State.NEW;
            case RUNNABLE -> State.RUNNING;
            case BLOCKED, WAITING, TIMED_WAITING -> State.WAITING;
            case TERMINATED -> State.TERMINATED;
        };
    }

    boolean isCaller() {
        return thread == Thread.currentThread();
    }

    // ---- interruption and the end ----

    @Override
    public void interrupt() {
        everInterrupted = true;
        thread.interrupt();
    }

    /** Interrupts it for good: the wait it is in, and any later one, ends at once. */
    void unwind() {
        unwinding = true;
        interrupt();
    }

    /** Ends the waits of a process that is to end: the first by an exception, later ones by an error. */
    void checkMayWait() throws InterruptedException {
        if (unwinding) {
            if (told) {
                throw new UnwindError(name);
            }
            told = true;
            Thread.interrupted();
            throw new InterruptedException();
        }
    }

    @Override
    public void join() throws InterruptedException {
        thread.join();
    }

    @Override
    public boolean join(Duration timeout) throws InterruptedException {
        Durations.nanos("timeout", timeout);
        return thread.join(timeout);
    }

    private void runBody() {
        waiter = engine.adopt(this, thread);
        Throwable failure = runToItsEnd();
        Thread.interrupted();
        try {
            engine.trace(TraceEvent.END, this, failure, 0);
            if (failure != null && unwinding) {
                LOG.debug("process '{}' failed while its scheduler closed", name, failure);
            } else if (failure != null) {
                engine.failed("process '" + name + "'", name, failure);
            }
        } finally {
            engine.ended(this);
        }
    }

    /** Runs the body and answers what it failed with, if it did. */
    private @Nullable Throwable runToItsEnd() {
        try {
            engine.trace(TraceEvent.START, this, null, 0);
            body.run();
            return null;
        } catch (InterruptedException e) {
            if (!everInterrupted) { // but its thread was: nobody else could know by whom
                LOG.info("process '{}' ended because its thread was interrupted", name, e);
            }
            return null;
        } catch (UnwindError e) {
            return null; // it had to be forced to end
        } catch (Throwable e) {
            return e;
        }
    }

    @Nullable BlockedProcess blocked() {
        LiveWaiter started = waiter;
        return started == null ? null : started.blocked(name);
    }

    @Override
    public String toString() {
        return "process '" + name + "' (" + state() + ")";
    }
}
