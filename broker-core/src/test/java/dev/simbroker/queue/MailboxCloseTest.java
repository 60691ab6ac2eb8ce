package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.time.Simulation;
import org.junit.jupiter.api.Test;

/** The contract in simulated time, and what depends on the order of things that happen at the same instant. */
class MailboxCloseTest extends MailboxCloseContract {

    private final Simulation simulation = (Simulation) scheduler;

    MailboxCloseTest() {
        super(SimulatedStage.fifo());
    }

    @Test
    void interruptBeforeTheClose_isWhatTheWaiterSees() {
        var mailbox = letters();
        var taker = observe("taker", mailbox::take);
        at(5, () -> {
            taker.interrupt();
            mailbox.close();
        });

        simulation.run();

        assertThat(log).containsExactly("5s taker: InterruptedException");
    }
}
