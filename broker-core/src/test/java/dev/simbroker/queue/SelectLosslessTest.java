package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.testing.SimulatedStage;
import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract in simulated time, and what depends on the order of things that happen at the same instant. */
class SelectLosslessTest extends SelectLosslessContract {

    private final Simulation simulation = (Simulation) scheduler;

    SelectLosslessTest() {
        super(SimulatedStage.fifo());
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
    void longestTimeOut_isForEver_andSoADeadlock() {
        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(() -> select.select(Duration.ofSeconds(Long.MAX_VALUE))));

        assertThat(simulation.elapsed()).isZero();
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
