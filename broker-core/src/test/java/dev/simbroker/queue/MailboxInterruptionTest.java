package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** The contract in simulated time, and what depends on the order of things that happen at the same instant. */
class MailboxInterruptionTest extends MailboxInterruptionContract {

    private final Simulation simulation = (Simulation) scheduler;

    MailboxInterruptionTest() {
        super(SimulatedStage.fifo());
    }

    @Test
    void interruptedProcess_takesNothing_thoughThereIsAnElement() {
        var mailbox = letters();
        mailbox.add("a");
        observe("taker", mailbox::take).interrupt();
        observe("poller", () -> mailbox.poll(0, SECONDS)).interrupt();

        simulation.run();

        assertThat(log).containsExactly("0s taker: InterruptedException", "0s poller: InterruptedException");
        assertThat(mailbox).containsExactly("a");
    }

    @Test
    void interruptedProcess_putsNothing_thoughThereIsSpace() {
        var mailbox = letters();
        observe("putter", put(mailbox, "a")).interrupt();
        observe("offerer", () -> mailbox.offer("b", 0, SECONDS)).interrupt();

        simulation.run();

        assertThat(log).containsExactly("0s putter: InterruptedException", "0s offerer: InterruptedException");
        assertThat(mailbox).isEmpty();
    }

    @Test
    void interruptedProcess_mayStillUseWhatDoesNotWait() {
        var mailbox = letters();
        observe("process", () -> mailbox.offer("a") + " " + mailbox.poll()).interrupt();

        simulation.run();

        assertThat(log).containsExactly("0s process: true a, interrupt status set");
    }

    @Test
    void interruptedTaker_keepsTheElementItWasHanded() {
        var mailbox = letters();
        var taker = observe("taker", mailbox::take);
        at(5, () -> {
            mailbox.offer("a");
            taker.interrupt();
        });

        simulation.run();

        assertThat(log).containsExactly("5s taker: a, interrupt status set");
    }

    @Test
    void interruptedTaker_isStillHandedAnElement_untilItRuns() {
        var mailbox = letters();
        var taker = observe("taker", mailbox::take);
        var poller = observe("poller", () -> mailbox.poll(9, SECONDS));
        at(5, () -> {
            poller.interrupt();
            taker.interrupt();
            mailbox.offer("a");
            mailbox.offer("b");
            mailbox.offer("c");
        });

        simulation.run();

        assertThat(log)
                .containsExactlyInAnyOrder("5s taker: a, interrupt status set", "5s poller: b, interrupt status set");
        assertThat(mailbox).containsExactly("c");
    }

    @Test
    void interruptedPutter_thatWasServedBefore_returnsNormally() {
        var mailbox = fullOf("a");
        var putter = observe("putter", put(mailbox, "b"));
        at(5, () -> {
            mailbox.poll();
            putter.interrupt();
        });

        simulation.run();

        assertThat(log).containsExactly("5s putter: put b, interrupt status set");
        assertThat(mailbox).containsExactly("b");
    }

    @Test
    void interruptedPutter_isStillServed_untilItRuns() {
        var mailbox = fullOf("a");
        var putter = observe("putter", () -> mailbox.offer("b", 9, SECONDS));
        at(5, () -> {
            putter.interrupt();
            mailbox.poll();
        });

        simulation.run();

        assertThat(log).containsExactly("5s putter: true, interrupt status set");
        assertThat(mailbox).containsExactly("b");
    }

    @Test
    void interruptAtTheVeryDeadline_endsTheWait_ifItComesBeforeTheTimeOut() {
        var mailbox = letters();
        var pollers = new ArrayList<SimProcess>();
        at(5, () -> pollers.forEach(SimProcess::interrupt));
        pollers.add(observe("poller", () -> mailbox.poll(5, SECONDS)));

        simulation.run();

        assertThat(log).containsExactly("5s poller: InterruptedException");
    }

    @Test
    void interruptAtTheVeryDeadline_isSeenLater_ifItComesAfterTheTimeOut() {
        var mailbox = letters();
        var poller = observe("poller", () -> {
            log.add("poll answered " + mailbox.poll(5, SECONDS));
            return mailbox.take();
        });
        at(5, poller::interrupt);

        simulation.run();

        assertThat(log).containsExactly("poll answered null", "5s poller: InterruptedException");
    }

    @Test
    void interruptAfterClose_leavesTheWaiterWithTheNewsOfTheClose() {
        var mailbox = letters();
        var taker = observe("taker", mailbox::take);
        at(5, () -> {
            mailbox.close();
            taker.interrupt();
        });

        simulation.run();

        assertThat(log).containsExactly("5s taker: MailboxClosedException, interrupt status set");
    }

    @Test
    void closingTheSimulation_losesNothingThatIsInTheMailbox() {
        var mailbox = fullOf("a");
        observe("putter", put(mailbox, "b"));
        simulation.run();

        simulation.close();

        assertThat(log).containsExactly("0s putter: InterruptedException");
        assertThat(mailbox).containsExactly("a");
    }
}
