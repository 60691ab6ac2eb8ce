package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.time.DeadlockException;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Selects over several sources: what wakes them, how they share a source, and how they end. */
class SelectTest extends SimulatedQueueTest {

    private final Mailbox<String> red = Mailbox.unbounded(simulation, "red");
    private final Mailbox<String> blue = Mailbox.unbounded(simulation, "blue");
    private final Select<String> select = Select.of(simulation, List.of(red, blue));

    // ---- choosing and waiting ----

    @Test
    void selectThatSomebodyElseWasQuickerThan_isReportedAsWaitingFromTheStart() {
        Mailbox<String> mailbox = Mailbox.unbounded(simulation, "letters");
        for (String name : List.of("quick", "slow")) {
            simulation.spawn(name, () -> {
                try (Select<String> own = Select.of(simulation, List.of(mailbox))) {
                    own.select();
                    own.select();
                }
            });
        }
        simulation.runFor(Duration.ofSeconds(5));
        mailbox.add("a");
        simulation.runFor(Duration.ofSeconds(5));

        assertThat(simulation.blocked())
                .extracting(
                        process -> process.name() + " " + Duration.between(Simulation.DEFAULT_START, process.since()))
                .containsExactly("quick PT5S", "slow PT0S");
    }

    @Test
    void selected_tellsWhereTheElementCameFrom() throws InterruptedException {
        blue.add("a");

        Selected<String> selected = select.select();

        assertThat(selected).isEqualTo(new Selected<>(1, blue, "a"));
    }

    @Test
    void sourcesOfSubtypes_areSelectedFromAsTheirCommonType() throws InterruptedException {
        var numbers = Mailbox.<Integer>unbounded(simulation, "numbers");
        numbers.add(1);
        try (Select<Object> mixed = Select.of(simulation, List.of(red, numbers))) {
            assertThat(mixed.select().element()).isEqualTo(1);
        }
    }

    @Test
    void select_wakesAtTheInstantAnElementArrives() {
        observe("select", () -> select.select().element());
        observeAt(5, "putter", put(blue, "a"));

        simulation.run();

        assertThat(log).containsExactly("5s putter: put a", "5s select: a");
    }

    @Test
    void elementsOfOneInstant_areTakenOneByOne_andNoneIsLost() {
        observe("select", () -> select.select().element() + select.select().element());
        at(5, () -> {
            blue.add("b");
            red.add("r");
        });

        simulation.run();

        assertThat(log).containsExactly("5s select: rb");
    }

    @Test
    void trySelect_neverWaits() {
        assertThat(select.trySelect()).isEmpty();
        red.add("a");
        assertThat(select.trySelect()).contains(new Selected<>(0, red, "a"));
        assertThat(select.trySelect()).isEmpty();
    }

    @Test
    void elementsThatWereThereBeforeTheSelect_areSeen() {
        var full = fullOf("a");
        try (var late = Select.of(simulation, List.of(full))) {
            assertThat(late.trySelect()).contains(new Selected<>(0, full, "a"));
        }
    }

    @Test
    void selectingFromAFullMailbox_admitsItsPutter() {
        var full = fullOf("a");
        var both = Select.of(simulation, List.of(red, full));
        observe("putter", put(full, "b"));
        observeAt(5, "select", () -> both.select().element() + both.select().element());

        simulation.run();

        assertThat(log).containsExactly("5s select: ab", "5s putter: put b");
    }

    @Test
    void selectThatCanNeverGoOn_isADeadlock_thatNamesItsSources() {
        assertThatExceptionOfType(DeadlockException.class)
                .isThrownBy(() -> simulation.run(select::select))
                .withMessageContaining("an element of mailbox 'red' or mailbox 'blue'");
    }

    // ---- sharing ----

    @Test
    void severalSelects_shareAMailbox_andEachElementGoesToOne() {
        var other = Select.of(simulation, List.of(blue, red));
        observe("first", () -> select.select().element());
        observe("second", () -> other.select().element());
        at(5, () -> red.add("a"));
        at(6, () -> red.add("b"));

        simulation.run();

        assertThat(log).containsExactly("5s first: a", "6s second: b");
        assertThat(red).isEmpty();
    }

    @Test
    void taker_comesBeforeASelect_thoughItCameLater() {
        observe("select", () -> select.select().element());
        observeAt(1, "taker", red::take);
        at(5, () -> red.add("a"));
        at(6, () -> red.add("b"));

        simulation.run();

        assertThat(log).containsExactly("5s taker: a", "6s select: b");
    }

    @Test
    void elementTakenFromUnderAWokenSelect_letsItGoOnWaiting() {
        observe("select", () -> select.select().element());
        observeAt(5, "thief", () -> red.add("a") + " " + red.poll());
        at(6, () -> blue.add("b"));

        simulation.run();

        assertThat(log).containsExactly("5s thief: true a", "6s select: b");
    }

    @Test
    void sameSourceTwice_isTwoSources() {
        try (var twice = Select.of(simulation, List.of(red, red))) {
            red.addAll(List.of("a", "b"));

            assertThat(twice.trySelect()).contains(new Selected<>(0, red, "a"));
            assertThat(twice.trySelect()).contains(new Selected<>(0, red, "b"));
            assertThat(twice.trySelect()).isEmpty();
        }
    }

    // ---- closed sources ----

    @Test
    void closedSource_isEmptied_andThenLeftOut() {
        red.addAll(List.of("a", "b"));
        red.close();
        observe("select", () -> {
            var elements = new ArrayList<String>();
            for (int i = 0; i < 3; i++) {
                elements.add(select.select().element());
            }
            return elements;
        });
        at(5, () -> blue.add("c"));

        simulation.run();

        assertThat(log).containsExactly("5s select: [a, b, c]");
    }

    @Test
    void sourceThatClosesDuringTheWait_doesNotEndIt_butTheLastOneDoes() {
        observe("select", select::select);
        at(5, red::close);
        at(6, blue::close);

        simulation.run();

        assertThat(log).containsExactly("6s select: MailboxClosedException");
    }

    @Test
    void selectWhoseSourcesAreAllClosed_throwsEachTime() {
        red.close();
        blue.close();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(select::trySelect)
                    .isInstanceOf(MailboxClosedException.class)
                    .hasMessage("every source of the select is closed");
            assertThatThrownBy(select::select).isInstanceOf(MailboxClosedException.class);
            assertThatThrownBy(() -> select.select(Duration.ZERO)).isInstanceOf(MailboxClosedException.class);
        }
    }

    // ---- a closed select ----

    @Test
    void closingASelect_endsItsWait_andLosesNothing() {
        observe("select", select::select);
        at(5, () -> {
            select.close();
            red.add("a");
        });

        simulation.run();

        assertThat(log).containsExactly("5s select: MailboxClosedException");
        assertThat(red).containsExactly("a");
    }

    @Test
    void selectClosedAtTheInstantOfAnArrival_leavesTheElement() {
        observe("select", select::select);
        at(5, () -> {
            red.add("a");
            select.close();
        });

        simulation.run();

        assertThat(log).containsExactly("5s select: MailboxClosedException");
        assertThat(red).containsExactly("a");
    }

    @Test
    void closedSelect_choosesNothing() {
        red.add("a");
        select.close();
        select.close();

        assertThatThrownBy(select::trySelect)
                .isInstanceOf(MailboxClosedException.class)
                .hasMessage("the select is closed");
        assertThatThrownBy(select::select).isInstanceOf(MailboxClosedException.class);
        assertThat(red).containsExactly("a");
    }

    // ---- misuse ----

    @Test
    void secondProcess_isRefused_whileTheFirstWaits() {
        observe("first", () -> select.select().element());
        simulation.runFor(Duration.ofSeconds(1));

        assertThatThrownBy(select::trySelect)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one process at a time");
        assertThatThrownBy(() -> simulation.run(select::select)).hasCauseExactlyInstanceOf(IllegalStateException.class);
    }

    @Test
    void firstProcess_goesOn_afterASecondWasRefused() {
        observe("first", () -> select.select().element());
        at(1, () -> assertThatThrownBy(select::trySelect).isExactlyInstanceOf(IllegalStateException.class));
        at(2, () -> red.add("a"));

        simulation.run();

        assertThat(log).containsExactly("2s first: a");
        assertThat(select.trySelect()).as("free again").isEmpty();
    }

    @Test
    void selectOfNothing_isRefused() {
        assertThatThrownBy(() -> Select.of(simulation, List.<Mailbox<String>>of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void driver_mayTry_butNotWait() {
        assertThatThrownBy(select::select).isExactlyInstanceOf(IllegalStateException.class);
        red.add("a");
        assertThat(select.trySelect()).contains(new Selected<>(0, red, "a"));
    }
}
