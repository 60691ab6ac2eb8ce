package dev.simbroker.concurrent;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A world for one test, and a log in which its processes note what they met. */
abstract class WorldTest {

    final World world;
    final List<String> log = new CopyOnWriteArrayList<>();

    WorldTest(World world) {
        this.world = world;
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    /** Starts a process that makes {@code call}, notes the outcome and its interrupt status, and lets it settle. */
    final Runnable observe(String name, Callable<?> call) throws InterruptedException {
        Runnable interrupt = world.start(name, () -> log.add(name + ": " + outcome(call)));
        world.settle();
        return interrupt;
    }

    /** What came of a call, in a word. */
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
