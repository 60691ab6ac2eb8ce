package dev.simbroker.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What ends a run before its time: a signal that asks the JVM to end, or {@link #now}. Either interrupts the thread
 * that drives the simulation, which then ends between two steps, so that what has happened so far can be reported. The
 * JVM waits for that, and exits with the code of the signal: 130 for SIGINT, 143 for SIGTERM.
 */
final class EarlyEnd implements AutoCloseable {

    /** For how long a signal waits for the report: nobody may read the output any more. */
    private static final long PATIENCE_SECONDS = 3;

    private final Thread driver;
    private final Thread hook = new Thread(this::onSignal, "early-end");
    private final CountDownLatch reported = new CountDownLatch(1);

    private EarlyEnd(Thread driver) {
        this.driver = driver;
    }

    /** Begins to listen for signals, until it is closed, on behalf of the calling thread. */
    static EarlyEnd ofThisThread() {
        var end = new EarlyEnd(Thread.currentThread());
        try {
            Runtime.getRuntime().addShutdownHook(end.hook);
        } catch (IllegalStateException e) {
            end.now(); // the JVM is ending already
        }
        return end;
    }

    /** Ends the run. May be called by any thread. */
    void now() {
        driver.interrupt();
    }

    @SuppressWarnings("CheckReturnValue") // in either case the JVM ends now
    private void onSignal() {
        now();
        try {
            reported.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the JVM end, if it was asked to, and leaves the thread as it was. */
    @Override
    public void close() {
        Thread.interrupted();
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending
        }
    }
}
