package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract in simulated time, and what depends on the order of things that happen at the same instant. */
class MailboxWaitingTest extends MailboxWaitingContract {

    private final Simulation simulation = (Simulation) scheduler;

    MailboxWaitingTest() {
        super(SimulatedStage.fifo());
    }

    @Test
    void arrivingElement_belongsToTheWaitingTaker_beforeItRuns() {
        var mailbox = letters();
        observe("taker", mailbox::take);
        observeAt(5, "thief", () -> mailbox.offer("a") + " " + mailbox.poll() + " " + mailbox.size());

        simulation.run();

        assertThat(log).containsExactly("5s thief: true null 0", "5s taker: a");
    }

    @Test
    void freedSpace_belongsToTheWaitingPutter_beforeItRuns() {
        var mailbox = fullOf("a");
        observe("putter", put(mailbox, "b"));
        observeAt(5, "thief", () -> mailbox.poll() + " " + mailbox.offer("c") + " " + mailbox);

        simulation.run();

        assertThat(log).containsExactly("5s thief: a false [b]", "5s putter: put b");
    }

    @Test
    void timedPoll_answersNull_exactlyAtItsDeadline() {
        var mailbox = letters();
        observe("poller", () -> mailbox.poll(1_500, MILLISECONDS) + " at " + simulation.elapsed());

        simulation.run();

        assertThat(log).containsExactly("1s poller: null at PT1.5S");
    }

    @Test
    void timedOffer_answersFalse_exactlyAtItsDeadline() {
        var mailbox = fullOf("a");
        observe("offerer", () -> mailbox.offer("b", 1_500, MILLISECONDS) + " at " + simulation.elapsed());

        simulation.run();

        assertThat(log).containsExactly("1s offerer: false at PT1.5S");
        assertThat(mailbox).containsExactly("a");
    }

    @Test
    void elementAtTheVeryDeadline_isTaken_ifItComesBeforeTheTimeOut() {
        var mailbox = letters();
        observeAt(5, "putter", put(mailbox, "a"));
        observe("poller", () -> mailbox.poll(5, SECONDS));

        simulation.run();

        assertThat(log).containsExactly("5s putter: put a", "5s poller: a");
    }

    @Test
    void elementAtTheVeryDeadline_staysInTheMailbox_ifItComesAfterTheTimeOut() {
        var mailbox = letters();
        observe("poller", () -> mailbox.poll(5, SECONDS));
        observeAt(5, "putter", put(mailbox, "a"));

        simulation.run();

        assertThat(log).containsExactly("5s poller: null", "5s putter: put a");
        assertThat(mailbox).containsExactly("a");
    }

    @Test
    void spaceAtTheVeryDeadline_isUsed_ifItComesBeforeTheTimeOut() {
        var mailbox = fullOf("a");
        observeAt(5, "taker", mailbox::take);
        observe("offerer", () -> mailbox.offer("b", 5, SECONDS));

        simulation.run();

        assertThat(log).containsExactly("5s taker: a", "5s offerer: true");
        assertThat(mailbox).containsExactly("b");
    }

    @Test
    void spaceAtTheVeryDeadline_staysFree_ifItComesAfterTheTimeOut() {
        var mailbox = fullOf("a");
        observe("offerer", () -> mailbox.offer("b", 5, SECONDS));
        observeAt(5, "taker", mailbox::take);

        simulation.run();

        assertThat(log).containsExactly("5s offerer: false", "5s taker: a");
        assertThat(mailbox).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void timeOutThatIsOver_doesNotWait_evenOutsideTheSimulation(long timeout) throws InterruptedException {
        var mailbox = Mailbox.<String>bounded(simulation, "letters", 1);

        assertThat(mailbox.poll(timeout, SECONDS)).isNull();
        assertThat(mailbox.offer("a", timeout, SECONDS)).isTrue();
        assertThat(mailbox.offer("b", timeout, SECONDS)).isFalse();
        assertThat(mailbox.poll(timeout, SECONDS)).isEqualTo("a");
        assertThat(simulation.elapsed()).isZero();
    }

    @ParameterizedTest
    @EnumSource(TimeUnit.class)
    void longestTimeOut_isForEver_andSoADeadlock(TimeUnit unit) {
        var mailbox = letters();

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(() -> mailbox.poll(Long.MAX_VALUE, unit)))
                .withMessageContaining("an element of mailbox 'letters'");

        assertThat(simulation.elapsed()).isZero();
    }

    @Test
    void longestOffer_isForEver_evenLaterThanTheStart() {
        var mailbox = fullOf("a");

        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(() -> {
                    simulation.sleep(Duration.ofSeconds(1));
                    mailbox.offer("b", Long.MAX_VALUE - 1, NANOSECONDS);
                }))
                .withMessageContaining("space in mailbox 'letters'");

        assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void driver_mayUseTheMailbox_butNotWait() throws InterruptedException {
        var mailbox = Mailbox.<String>bounded(simulation, "letters", 1);

        assertThatThrownBy(mailbox::take).isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mailbox.poll(1, SECONDS)).isExactlyInstanceOf(IllegalStateException.class);
        mailbox.put("a");
        assertThatThrownBy(() -> mailbox.put("b")).isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mailbox.offer("b", 1, SECONDS)).isExactlyInstanceOf(IllegalStateException.class);

        assertThat(mailbox.take()).isEqualTo("a");
        assertThat(mailbox.offer("c")).as("nobody was left in a line").isTrue();
        assertThat(mailbox).containsExactly("c");
    }

    @Test
    void threadThatIsNoProcess_isRefusedWhileTheSimulationRuns() {
        var mailbox = letters();
        var refusal = new AtomicReference<Throwable>();

        simulation.run(() -> {
            var stranger = Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, e) -> refusal.set(e))
                    .start(() -> mailbox.offer("a"));
            stranger.join();
        });

        assertThat(refusal.get()).isExactlyInstanceOf(IllegalStateException.class);
        assertThat(mailbox).isEmpty();
    }

    @Test
    void timerTask_mayOffer_butNotWait() {
        var mailbox = letters();
        observe("taker", mailbox::take);
        simulation.schedule(Duration.ofSeconds(1), () -> mailbox.add("a"));
        simulation.run();
        assertThat(log).containsExactly("1s taker: a");

        simulation.schedule(Duration.ofSeconds(1), () -> takeUninterrupted(mailbox));
        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(simulation::run)
                .havingCause()
                .isExactlyInstanceOf(IllegalStateException.class);
    }

    private static void takeUninterrupted(Mailbox<String> mailbox) {
        try {
            mailbox.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
