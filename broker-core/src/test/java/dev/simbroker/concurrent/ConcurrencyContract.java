package dev.simbroker.concurrent;

import dev.simbroker.testing.ProcessRunner;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A toolkit for one test, and a log in which its processes note what they met. */
abstract class ConcurrencyContract {

    final Toolkit toolkit;
    final ProcessRunner runner;
    final List<String> log = new CopyOnWriteArrayList<>();

    ConcurrencyContract(Toolkit toolkit) {
        this.toolkit = toolkit;
        this.runner = toolkit.runner();
    }

    @AfterEach
    void closeToolkit() {
        toolkit.close();
    }

    /** Starts a process that makes {@code call}, notes the outcome and its interrupt status, and lets it settle. */
    final Runnable observe(String name, Callable<?> call) throws InterruptedException {
        Runnable interrupt = runner.start(name, () -> log.add(name + ": " + outcome(call)));
        runner.settle();
        return interrupt;
    }

    /** The result of a call, or the simple name of what it threw. */
    static String outcome(Callable<?> call) {
        @Nullable Object result;
        try {
            result = call.call();
        } catch (Throwable e) {
            if (e.getClass().getSimpleName().equals("UnwindError")) {
                throw (Error) e;
            }
            result = e.getClass().getSimpleName();
        }
        return result + (Thread.currentThread().isInterrupted() ? ", interrupt status set" : "");
    }
}
