package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.time.Simulation;
import org.junit.jupiter.api.Test;

/** The contract in simulated time, and what depends on the order of things that happen at the same instant. */
class MailboxBulkTest extends MailboxBulkContract {

    private final Simulation simulation = (Simulation) scheduler;

    MailboxBulkTest() {
        super(SimulatedStage.fifo());
    }

    @Test
    void millionElements_waitInOneMailbox_andLeaveInOrder() throws InterruptedException {
        int million = 1_000_000;
        var mailbox = Mailbox.<Integer>unbounded(simulation, "numbers");
        for (int number = 0; number < million; number++) {
            mailbox.put(number);
        }

        assertThat(mailbox).hasSize(million);
        for (int number = 0; number < million; number++) {
            if (mailbox.take() != number) {
                throw new AssertionError("out of order at " + number);
            }
        }
        assertThat(mailbox).isEmpty();
    }
}
