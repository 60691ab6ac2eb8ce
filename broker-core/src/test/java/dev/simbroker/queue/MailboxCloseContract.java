package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Closed mailboxes: they refuse what comes, give away what is left, and end every wait. */
abstract class MailboxCloseContract extends QueueContract {

    MailboxCloseContract(Stage stage) {
        super(stage);
    }

    @Test
    void waitingTakers_areToldOfTheClose_inTheirOrder() {
        var mailbox = letters();
        observe("first", mailbox::take);
        observe("second", () -> mailbox.poll(9 * second, NANOSECONDS));
        at(5, mailbox::close);

        run();

        assertLog("5s first: MailboxClosedException", "5s second: MailboxClosedException");
    }

    @Test
    void waitingPutters_areToldOfTheClose_andHaveNotInserted() {
        var mailbox = fullOf("a");
        observe("first", put(mailbox, "b"));
        observe("second", () -> mailbox.offer("c", 9 * second, NANOSECONDS));
        at(5, mailbox::close);

        run();

        assertLog("5s first: MailboxClosedException", "5s second: MailboxClosedException");
        assertThat(mailbox).containsExactly("a");
    }

    @Test
    void closedMailbox_refusesEveryElement() {
        var mailbox = letters();
        mailbox.close();

        assertThat(mailbox.isClosed()).isTrue();
        assertThatExceptionOfType(MailboxClosedException.class)
                .isThrownBy(() -> mailbox.offer("a"))
                .withMessage("mailbox 'letters' is closed");
        assertThatThrownBy(() -> mailbox.add("a")).isInstanceOf(MailboxClosedException.class);
        assertThatThrownBy(() -> mailbox.addAll(List.of("a"))).isInstanceOf(MailboxClosedException.class);
        assertThatThrownBy(() -> mailbox.put("a")).isInstanceOf(MailboxClosedException.class);
        assertThatThrownBy(() -> mailbox.offer("a", 1 * second, NANOSECONDS))
                .isInstanceOf(MailboxClosedException.class);
        assertThat(mailbox).isEmpty();
    }

    @Test
    void closedMailbox_givesAwayWhatIsLeft_andOnlyThenIsItsCloseTold() throws InterruptedException {
        var mailbox = fullOf("a", "b", "c", "d");
        mailbox.close();

        var drained = new ArrayList<String>();
        assertThat(mailbox.take()).isEqualTo("a");
        assertThat(mailbox.poll(1 * second, NANOSECONDS)).isEqualTo("b");
        assertThat(mailbox.poll()).isEqualTo("c");
        assertThat(mailbox.drainTo(drained)).isEqualTo(1);
        assertThat(drained).containsExactly("d");

        assertThatThrownBy(mailbox::take).isInstanceOf(MailboxClosedException.class);
        assertThatThrownBy(() -> mailbox.poll(0 * second, NANOSECONDS)).isInstanceOf(MailboxClosedException.class);
        assertThat(mailbox.poll()).isNull();
        assertThat(mailbox.peek()).isNull();
        assertThat(mailbox.drainTo(drained)).isZero();
    }

    @Test
    void putterServedBeforeTheClose_hasInserted() {
        var mailbox = fullOf("a");
        observe("putter", put(mailbox, "b"));
        at(5, () -> {
            mailbox.poll();
            mailbox.close();
        });

        run();

        assertLog("5s putter: put b");
        assertThat(mailbox).containsExactly("b");
    }

    @Test
    void takerServedBeforeTheClose_keepsItsElement() {
        var mailbox = letters();
        observe("taker", mailbox::take);
        at(5, () -> {
            mailbox.add("a");
            mailbox.close();
        });

        run();

        assertLog("5s taker: a");
    }

    @Test
    void spaceInAClosedMailbox_admitsNobody() {
        var mailbox = fullOf("a");
        observe("putter", put(mailbox, "b"));
        at(5, () -> {
            mailbox.close();
            mailbox.poll();
        });

        run();

        assertLog("5s putter: MailboxClosedException");
        assertThat(mailbox).isEmpty();
    }

    @Test
    void closingTwice_doesNothing() {
        var mailbox = fullOf("a");

        mailbox.close();
        mailbox.close();

        assertThat(mailbox).containsExactly("a");
    }
}
