package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.simbroker.queue.spi.SourceSpi;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a select asks of its sources, and what it makes of their answers: proved with a source that counts and
 * misbehaves.
 */
class SelectSourceTest extends SimulatedQueueTest {

    private static final int SELECTIONS = 1_000;

    /** Counts how often it is asked and how often it is registered with. */
    private static final class StubSource implements Source<String>, SourceSpi<String> {

        private final Queue<String> elements = new ArrayDeque<>();
        private final List<Signal> signals = new ArrayList<>();
        private int polls;
        private int registrations;
        private boolean closed;
        private boolean broken;

        void add(String element) {
            elements.add(element);
            signal();
        }

        void signal() {
            signals.forEach(Signal::ready);
        }

        @Override
        public SourceSpi<String> spi() {
            return this;
        }

        @Override
        public String description() {
            return "stub";
        }

        @Override
        public @Nullable String poll() {
            polls++;
            if (broken) {
                throw new IllegalStateException("the source is broken");
            }
            return elements.poll();
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void register(Signal signal) {
            registrations++;
            signals.add(signal);
        }

        @Override
        public void unregister(Signal signal) {
            signals.remove(signal);
        }
    }

    @ParameterizedTest
    @EnumSource
    void costOfASelection_isTheSameHoweverManySourcesAreIdle(Select.Order order) {
        assertThat(pollsOfManySelections(order, 4_096)).isEqualTo(pollsOfManySelections(order, 1));
    }

    /**
     * How often sources are asked in selections from one active source beside idle ones, after these were asked once.
     */
    private int pollsOfManySelections(Select.Order order, int idle) {
        // given
        var active = new StubSource();
        List<StubSource> sources = Stream.concat(
                        Stream.generate(StubSource::new).limit(idle), Stream.of(active))
                .toList();
        var select = Select.of(simulation, order, sources);
        assertThat(select.trySelect()).isEmpty();
        assertThat(polls(sources)).isEqualTo(idle + 1);

        // when
        simulation.spawn("producer", () -> {
            for (int i = 0; i < SELECTIONS; i++) {
                simulation.sleep(Duration.ofSeconds(1));
                active.add("element " + i);
            }
        });
        simulation.run(() -> {
            for (int i = 0; i < SELECTIONS; i++) {
                assertThat(select.select()).isEqualTo(new Selected<>(idle, active, "element " + i));
            }
        });

        // then
        assertThat(sources)
                .filteredOn(source -> source != active)
                .allSatisfy(source -> assertThat(source.polls).isEqualTo(1));
        assertThat(sources)
                .allSatisfy(source -> assertThat(source.registrations).isEqualTo(1));
        return polls(sources) - (idle + 1);
    }

    @ParameterizedTest
    @EnumSource
    void closedSelect_isRegisteredNowhere(Select.Order order) {
        var sources = List.of(new StubSource(), new StubSource());
        var kept = Select.of(simulation, order, sources);
        var closed = Select.of(simulation, order, sources);

        closed.close();

        assertThat(sources).allSatisfy(source -> assertThat(source.signals).hasSize(1));
        sources.getLast().add("a");
        assertThat(kept.trySelect()).contains(new Selected<>(1, sources.getLast(), "a"));
    }

    @Test
    void signalWithoutAnElement_wakesNobodyForGood() {
        var source = new StubSource();
        var select = Select.of(simulation, List.of(source));
        observe("select", () -> select.select().element());
        at(4, source::signal);
        at(5, () -> source.add("a"));

        simulation.run();

        assertThat(log).containsExactly("5s select: a");
    }

    @Test
    void closedSourceThatGoesOnSignalling_countsAsClosedOnlyOnce() {
        var closed = new StubSource();
        var open = new StubSource();
        var select = Select.of(simulation, List.of(closed, open));
        closed.closed = true;

        for (int i = 0; i < 3; i++) {
            assertThat(select.trySelect()).isEmpty();
            closed.signal();
        }
        open.add("a");

        assertThat(select.trySelect()).contains(new Selected<>(1, open, "a"));
    }

    /** A select forgets that a source is ready before it polls it: if that throws, the source must stay ready. */
    @Test
    void sourceThatFails_isAskedAgain_byTheNextSelection() {
        var source = new StubSource();
        var select = Select.of(simulation, List.of(new StubSource(), source));
        source.add("a");

        source.broken = true;
        assertThatThrownBy(select::trySelect).hasMessage("the source is broken");
        source.broken = false;

        assertThat(select.trySelect()).contains(new Selected<>(1, source, "a"));
    }

    private static int polls(List<StubSource> sources) {
        return sources.stream().mapToInt(source -> source.polls).sum();
    }
}
