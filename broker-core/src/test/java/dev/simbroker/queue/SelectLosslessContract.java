package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A select that times out or is interrupted has taken nothing, however close that was to an arrival. */
abstract class SelectLosslessContract extends QueueContract {

    private final Duration fiveSeconds = Duration.ofNanos(5 * second);

    final Mailbox<String> red = Mailbox.unbounded(scheduler, "red");
    final Mailbox<String> blue = Mailbox.unbounded(scheduler, "blue");
    final Select<String> select = Select.of(scheduler, List.of(red, blue));

    SelectLosslessContract(Stage stage) {
        super(stage);
    }

    String selectForFiveSeconds() throws InterruptedException {
        return select.select(fiveSeconds).map(Selected::element).orElse("nothing");
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

        run();

        assertLog("5s select: nothing");
    }

    @Test
    void timeOutThatIsOver_doesNotWait() throws InterruptedException {
        assertThat(select.select(Duration.ZERO)).isEmpty();
        assertThat(select.select(Duration.ofSeconds(-1))).isEmpty();
        assertThat(select.select(Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();

        red.add("a");
        assertThat(select.select(Duration.ofSeconds(-1))).contains(new Selected<>(0, red, "a"));
    }

    // ---- interruption ----

    @Test
    void interruptedSelect_hasTakenNothing_andCanBeUsedAgain() {
        var process = observe("select", select::select);
        at(5, process::interrupt);
        observeAt(6, "next", () -> select.select().element());
        at(7, () -> red.add("a"));

        run();

        assertLog("5s select: InterruptedException", "7s next: a");
    }
}
