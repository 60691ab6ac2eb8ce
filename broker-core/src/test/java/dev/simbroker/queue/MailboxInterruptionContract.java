package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.Stage;
import org.junit.jupiter.api.Test;

/** An interrupt ends a wait, and neither loses an element nor doubles one: before, during and at the same moment. */
abstract class MailboxInterruptionContract extends QueueContract {

    MailboxInterruptionContract(Stage stage) {
        super(stage);
    }

    // ---- during the wait ----

    @Test
    void interruptedTaker_leavesTheLine_andTheNextOneIsServed() {
        var mailbox = letters();
        var first = observe("first", mailbox::take);
        observe("second", mailbox::take);
        var third = observe("third", () -> mailbox.poll(9 * second, NANOSECONDS));
        observe("fourth", mailbox::take);
        at(1, third::interrupt);
        at(2, first::interrupt);
        at(3, () -> mailbox.offer("a"));
        at(4, () -> mailbox.offer("b"));

        run();

        assertLog("1s third: InterruptedException", "2s first: InterruptedException", "3s second: a", "4s fourth: b");
    }

    @Test
    void interruptedPutter_hasNotInserted_andTheNextOneIsAdmitted() {
        var mailbox = fullOf("a");
        var first = observe("first", put(mailbox, "b"));
        observe("second", put(mailbox, "c"));
        var third = observe("third", () -> mailbox.offer("d", 9 * second, NANOSECONDS));
        at(1, first::interrupt);
        at(2, third::interrupt);
        observeAt(3, "taker", mailbox::take);

        run();

        assertLog(
                "1s first: InterruptedException", "2s third: InterruptedException", "3s taker: a", "3s second: put c");
        assertThat(mailbox).containsExactly("c");
    }
}
