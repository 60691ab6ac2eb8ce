package dev.simbroker.queue;

import dev.simbroker.time.Process;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * A simulation for one test, and a log of what its processes met: {@code 5s taker: a} is a process {@code taker} whose call
 * answered {@code a} at second 5. Processes that act at the same instant do so in the order in which they were spawned.
 */
abstract class SimulatedQueueTest {

    /** What an observed process does: its answer, or the way in which it was ended, is logged. */
    @FunctionalInterface
    interface Call {
        @Nullable Object call() throws Exception;
    }

    final Simulation simulation = Simulation.create();
    final List<String> log = new ArrayList<>();

    @AfterEach
    void closeSimulation() {
        simulation.close();
    }

    /** Spawns a process that makes {@code call} and logs the outcome. */
    Process observe(String name, Call call) {
        return simulation.spawn(name, () -> logOutcome(name, call));
    }

    /** Spawns a process that makes {@code call} at {@code second} and logs the outcome. */
    Process observeAt(long second, String name, Call call) {
        return simulation.spawn(name, () -> {
            simulation.sleep(Duration.ofSeconds(second));
            logOutcome(name, call);
        });
    }

    /** Does {@code deed} at {@code second}, before what processes that are spawned later do then. */
    void at(long second, Runnable deed) {
        simulation.spawn("deed at " + second, () -> {
            simulation.sleep(Duration.ofSeconds(second));
            deed.run();
        });
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
        return Mailbox.unbounded(simulation, "letters");
    }

    /** A mailbox named {@code letters} that is full of {@code elements}. */
    Mailbox<String> fullOf(String... elements) {
        Mailbox<String> mailbox = Mailbox.bounded(simulation, "letters", elements.length);
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
        log.add(simulation.elapsed().toSeconds() + "s " + name + ": " + outcome + status);
    }
}
