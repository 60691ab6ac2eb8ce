package dev.simbroker.time.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a sink is told, in both worlds. */
class TraceSinkTest {

    private static final Set<TraceEvent> OF_EVERY_SCHEDULER =
            EnumSet.of(TraceEvent.SPAWN, TraceEvent.START, TraceEvent.WAIT, TraceEvent.END, TraceEvent.TIMER);

    private record Event(
            TraceEvent kind,
            long time,
            @Nullable SimProcess process,
            @Nullable Object subject,
            @Nullable Object detail,
            long value) {

        /** The event, with what it is about: a process by its name, a wait by its reason. */
        @Override
        public String toString() {
            String about = switch (kind) {
                case WAIT -> as(WaitReason.class).describe();
                case SPAWN, START, END -> as(SimProcess.class).name() + (detail == null ? "" : " " + detail);
                default -> "";
            };
            return kind + " " + about;
        }

        private <T> T as(Class<T> type) {
            return type.cast(Objects.requireNonNull(subject));
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();

    private void record(
            TraceEvent kind,
            long time,
            @Nullable SimProcess process,
            @Nullable Object subject,
            @Nullable Object detail,
            long value) {
        events.add(new Event(kind, time, process, subject, detail, value));
    }

    /** Spawns a process that waits for a letter; returns where it comes. */
    private static Mailbox<String> spawnAll(Scheduler scheduler) {
        var letters = Mailbox.<String>unbounded(scheduler, "letters");
        scheduler.spawn("parent", () -> {
            letters.take();
            scheduler.spawn("child", () -> {
                throw new IllegalStateException("out of paper");
            });
        });
        return letters;
    }

    /** What has happened by and to a process, in order. */
    private List<String> eventsOf(String process) {
        return events.stream()
                .filter(event -> OF_EVERY_SCHEDULER.contains(event.kind))
                .filter(event -> event.process != null && event.process.name().equals(process))
                .map(Event::toString)
                .toList();
    }

    private void assertEventsOfTheProgram() {
        assertThat(eventsOf("parent"))
                .containsExactly("START parent", "WAIT an element of mailbox 'letters'", "SPAWN child", "END parent");
        assertThat(eventsOf("child"))
                .containsExactly("START child", "END child java.lang.IllegalStateException: out of paper");
        assertThat(events)
                .filteredOn(event -> event.kind == TraceEvent.SPAWN || event.kind == TraceEvent.TIMER)
                .extracting(event -> event.kind + (event.process == null ? "" : " by " + event.process.name()))
                .containsExactly("SPAWN", "TIMER", "SPAWN by parent");
        assertThat(events).extracting(Event::time).allMatch(time -> time >= 0);
    }

    @Test
    void simulation_tellsWhatHappens() {
        try (var simulation = Simulation.builder().traceTo(this::record).build()) {
            Mailbox<String> letters = spawnAll(simulation);
            simulation.schedule(Duration.ofMillis(1), () -> letters.add("a letter"));
            assertThat(simulation.spi().traceSink()).isNotNull();
            try {
                simulation.run();
            } catch (RuntimeException e) {
                assertThat(e).hasRootCauseMessage("out of paper");
            }
        }

        assertEventsOfTheProgram();
        assertThat(events).extracting(Event::kind).contains(TraceEvent.OPERATION, TraceEvent.TURN);
    }

    @Test
    void liveScheduler_tellsTheSame_exceptWhatNobodyThereCanSee() throws InterruptedException {
        try (var live = LiveScheduler.builder().traceTo(this::record).build()) {
            Mailbox<String> letters = spawnAll(live);
            assertThat(live.spi().traceSink()).isNotNull();
            await().until(() -> events.stream().anyMatch(event -> event.kind == TraceEvent.WAIT));
            live.schedule(Duration.ZERO, () -> letters.add("a letter"));
            live.awaitTermination();
        }

        assertEventsOfTheProgram();
        assertThat(events).extracting(Event::kind).isSubsetOf(OF_EVERY_SCHEDULER);
    }

    @Test
    void threadThatIsNoProcess_isNobody_whenItWaits() throws InterruptedException {
        try (var live = LiveScheduler.builder().traceTo(this::record).build()) {
            live.sleep(Duration.ofMillis(1));
        }

        assertThat(events).hasToString("[WAIT the end of a sleep of PT0.001S]");
    }

    @Test
    void severalSinks_areAllTold() {
        var trace = new EventTrace();
        try (var simulation = Simulation.builder()
                .traceTo(this::record)
                .recordTo(trace)
                .traceTo(this::record)
                .build()) {
            simulation.run(() -> simulation.random().nextInt());
        }

        assertThat(trace.size()).isPositive();
        assertThat(events)
                .filteredOn(event -> event.kind == TraceEvent.RANDOM_BITS)
                .hasSize(2);
    }

    @Test
    void withoutASink_thereIsNone() {
        try (var simulation = Simulation.create();
                var live = Scheduler.live()) {
            assertThat(simulation.spi().traceSink()).isNull();
            assertThat(live.spi().traceSink()).isNull();
        }
    }
}
