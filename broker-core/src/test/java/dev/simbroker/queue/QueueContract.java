package dev.simbroker.queue;

import dev.simbroker.testing.Stage;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * A stage for one test, and a log of what its processes met: {@code 5s taker: a} is a process {@code taker} whose call
 * answered {@code a} at second 5. What holds on every clock is a contract that a simulated and a live test extend; the
 * tests that need things to happen at the very same instant, or before a process has begun, are those of the simulated
 * one alone.
 */
abstract class QueueContract {

    /** What an observed process does: its answer, or the way in which it was ended, is logged. */
    @FunctionalInterface
    interface Call {
        @Nullable Object call() throws Exception;
    }

    final Stage stage;
    final Scheduler scheduler;
    /** A second of these tests, in nanoseconds. */
    final long second;

    final List<String> log = new CopyOnWriteArrayList<>();

    QueueContract(Stage stage) {
        this.stage = stage;
        this.scheduler = stage.scheduler();
        this.second = stage.second().toNanos();
    }

    @AfterEach
    void closeStage() {
        stage.close();
    }

    void run() {
        stage.run();
    }

    /** Checks the log: in this order where processes take turns. */
    void assertLog(String... expected) {
        stage.assertLog(log, expected);
    }

    /** Starts a process that makes {@code call} and logs the outcome. */
    SimProcess observe(String name, Call call) {
        return stage.spawn(name, () -> logOutcome(name, call));
    }

    /** Starts a process that makes {@code call} at {@code second} and logs the outcome. */
    void observeAt(long second, String name, Call call) {
        stage.spawnAt(second, name, () -> logOutcome(name, call));
    }

    /** Does {@code action} at {@code second}, before what is planned later for then. */
    void at(long second, Runnable action) {
        stage.at(second, action);
    }

    /** A call that puts {@code element}, and answers so. */
    static <E> Call put(Mailbox<E> mailbox, E element) {
        return () -> {
            mailbox.put(element);
            return "put " + element;
        };
    }

    /** An unbounded mailbox named {@code letters}. */
    Mailbox<String> letters() {
        return Mailbox.unbounded(scheduler, "letters");
    }

    /** A mailbox named {@code letters} that is full of {@code elements}. */
    Mailbox<String> fullOf(String... elements) {
        Mailbox<String> mailbox = Mailbox.bounded(scheduler, "letters", elements.length);
        mailbox.addAll(List.of(elements));
        return mailbox;
    }

    private void logOutcome(String name, Call call) throws Exception {
        String outcome;
        try {
            outcome = String.valueOf(call.call());
        } catch (InterruptedException | MailboxClosedException e) {
            outcome = e.getClass().getSimpleName();
        }
        String status = Thread.currentThread().isInterrupted() ? ", interrupt status set" : "";
        log.add(stage.now() + "s " + name + ": " + outcome + status);
    }
}
