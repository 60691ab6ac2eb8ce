package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.time.DeadlockException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A select that times out or is interrupted has taken nothing, however close that was to an arrival. */
class SelectLosslessTest extends SimulatedQueueTest {

    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private final Mailbox<String> red = Mailbox.unbounded(simulation, "red");
    private final Mailbox<String> blue = Mailbox.unbounded(simulation, "blue");
    private final Select<String> select = Select.of(simulation, List.of(red, blue));

    private String selectForFiveSeconds() throws InterruptedException {
        return select.select(FIVE_SECONDS).map(Selected::element).orElse("nothing");
    }

    // ---- what was not chosen ----

    @Test
    void whatWasNotChosen_staysInItsPlace() throws InterruptedException {
        red.addAll(List.of("a", "b"));
        blue.add("c");

        select.select();

        assertThat(red).containsExactly("b");
        assertThat(blue).containsExactly("c");
    }

    // ---- time-out ----

    @Test
    void timeOut_comesExactlyAtItsTime() {
        observe("select", this::selectForFiveSeconds);

        simulation.run();

        assertThat(log).containsExactly("5s select: nothing");
    }

    @Test
    void elementAtTheVeryDeadline_isTaken_ifItComesBeforeTheTimeOut() {
        observeAt(5, "putter", put(blue, "a"));
        observe("select", this::selectForFiveSeconds);

        simulation.run();

        assertThat(log).containsExactly("5s putter: put a", "5s select: a");
    }

    @Test
    void elementAtTheVeryDeadline_staysInItsMailbox_ifItComesAfterTheTimeOut() {
        observe("select", this::selectForFiveSeconds);
        observeAt(5, "putter", put(blue, "a"));

        simulation.run();

        assertThat(log).containsExactly("5s select: nothing", "5s putter: put a");
        assertThat(blue).containsExactly("a");
    }

    @Test
    void wakeThatBroughtNothing_doesNotProlongTheTimeOut() {
        observe("select", this::selectForFiveSeconds);
        observeAt(3, "thief", () -> red.add("a") + " " + red.poll());

        simulation.run();

        assertThat(log).containsExactly("3s thief: true a", "5s select: nothing");
    }

    @Test
    void timeOutThatIsOver_doesNotWait() throws InterruptedException {
        assertThat(select.select(Duration.ZERO)).isEmpty();
        assertThat(select.select(Duration.ofSeconds(-1))).isEmpty();
        assertThat(select.select(Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();

        red.add("a");
        assertThat(select.select(Duration.ofSeconds(-1))).contains(new Selected<>(0, red, "a"));
    }

    @Test
    void longestTimeOut_isForEver_andSoADeadlock() {
        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(() -> select.select(Duration.ofSeconds(Long.MAX_VALUE))));

        assertThat(simulation.elapsed()).isZero();
    }

    // ---- interruption ----

    @Test
    void interruptedSelect_hasTakenNothing_andCanBeUsedAgain() {
        var process = observe("select", select::select);
        at(5, process::interrupt);
        observeAt(6, "next", () -> select.select().element());
        at(7, () -> red.add("a"));

        simulation.run();

        assertThat(log).containsExactly("5s select: InterruptedException", "7s next: a");
    }

    @Test
    void processInterruptedBefore_selectsNothing_thoughThereIsAnElement() {
        red.add("a");
        observe("select", select::select).interrupt();
        observe("timed", this::selectForFiveSeconds).interrupt();
        observe("trying", () -> select.trySelect().orElseThrow().element()).interrupt();

        simulation.run();

        assertThat(log)
                .containsExactly(
                        "0s select: InterruptedException",
                        "0s timed: InterruptedException",
                        "0s trying: a, interrupt status set");
    }

    @Test
    void interruptBeforeTheArrival_atTheSameInstant_leavesTheElement() {
        var process = observe("select", select::select);
        at(5, () -> {
            process.interrupt();
            red.add("a");
        });

        simulation.run();

        assertThat(log).containsExactly("5s select: InterruptedException");
        assertThat(red).containsExactly("a");
    }

    @Test
    void interruptAfterTheArrival_atTheSameInstant_leavesTheElementWithTheSelect() {
        var process = observe("select", () -> select.select().element());
        at(5, () -> {
            red.add("a");
            process.interrupt();
        });

        simulation.run();

        assertThat(log).containsExactly("5s select: a, interrupt status set");
        assertThat(red).isEmpty();
    }

    @Test
    void interruptAfterAnArrivalThatWasTakenAway_isThrown() {
        var process = observe("select", select::select);
        at(5, () -> {
            red.add("a");
            process.interrupt();
            red.poll();
        });

        simulation.run();

        assertThat(log).containsExactly("5s select: InterruptedException");
    }

    @Test
    void elementThatAnInterruptedSelectLeft_goesToAnotherThatWaits() {
        var other = Select.of(simulation, List.of(red));
        var process = observe("interrupted", select::select);
        observe("other", () -> other.select().element());
        at(5, () -> {
            process.interrupt();
            red.add("a");
        });

        simulation.run();

        assertThat(log).containsExactly("5s interrupted: InterruptedException", "5s other: a");
    }

    @Test
    void elementThatAnInterruptedSelectLeft_isStillSeenByItsNextSelection() {
        var process = observe("select", () -> {
            try {
                return select.select().element();
            } catch (InterruptedException e) {
                return "at second try " + select.select().element();
            }
        });
        at(5, () -> {
            process.interrupt();
            red.add("a");
        });

        simulation.run();

        assertThat(log).containsExactly("5s select: at second try a");
    }
}
