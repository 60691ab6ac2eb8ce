package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.Stage;
import org.junit.jupiter.api.Test;

/** The waits of a mailbox: how long they last, and in which order they are served. */
abstract class MailboxWaitingContract extends QueueContract {

    MailboxWaitingContract(Stage stage) {
        super(stage);
    }

    // ---- waiting as long as it takes ----

    @Test
    void taker_getsTheElement_atTheInstantItArrives() {
        var mailbox = letters();
        observe("taker", mailbox::take);
        observeAt(5, "putter", put(mailbox, "a"));

        run();

        assertLog("5s putter: put a", "5s taker: a");
    }

    @Test
    void putter_getsItsSpace_atTheInstantOneIsTaken() {
        var mailbox = fullOf("a");
        observe("putter", put(mailbox, "b"));
        observeAt(5, "taker", mailbox::take);

        run();

        assertLog("5s taker: a", "5s putter: put b");
        assertThat(mailbox).containsExactly("b");
    }

    @Test
    void neitherTakerNorPutter_waitsWhereItNeedNot() {
        var mailbox = Mailbox.<String>bounded(scheduler, "letters", 2);
        observe("putter", put(mailbox, "a"));
        observe("offerer", () -> mailbox.offer("b", 1 * second, NANOSECONDS));
        observe("taker", mailbox::take);
        observe("poller", () -> mailbox.poll(1 * second, NANOSECONDS));

        run();

        assertLog("0s putter: put a", "0s offerer: true", "0s taker: a", "0s poller: b");
    }

    @Test
    void takers_areServedFirstComeFirstServed() {
        var mailbox = letters();
        observeAt(2, "second", mailbox::take);
        observeAt(1, "first", mailbox::take);
        observeAt(3, "third", () -> mailbox.poll(1, DAYS));
        at(5, () -> mailbox.offer("a"));
        at(5, () -> mailbox.offer("b"));
        at(6, () -> mailbox.offer("c"));

        run();

        assertLog("5s first: a", "5s second: b", "6s third: c");
    }

    @Test
    void putters_areAdmittedFirstComeFirstServed() {
        var mailbox = fullOf("a");
        observeAt(2, "second", put(mailbox, "c"));
        observeAt(1, "first", put(mailbox, "b"));
        observeAt(3, "third", () -> mailbox.offer("d", 1, DAYS));
        for (int second = 5; second <= 8; second++) {
            observeAt(second, "taker", mailbox::take);
        }

        run();

        assertLog(
                "5s taker: a",
                "5s first: put b",
                "6s taker: b",
                "6s second: put c",
                "7s taker: c",
                "7s third: true",
                "8s taker: d");
    }

    // ---- time-outs ----

    @Test
    void waiterThatTimedOut_isNoLongerInTheLine() {
        var mailbox = letters();
        observe("first", mailbox::take);
        observe("second", () -> mailbox.poll(1 * second, NANOSECONDS));
        observe("third", mailbox::take);
        at(2, () -> mailbox.offer("a"));
        at(3, () -> mailbox.offer("b"));

        run();

        assertLog("1s second: null", "2s first: a", "3s third: b");
    }
}
