package dev.simbroker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The baseline is honest only if it does the same work. */
class BaselineTest {

    private record Sleep(long time, int number) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 20, 61, 10_000})
    void scenarioByHand_deliversExactlyWhatTheBrokerDelivers(int seconds) {
        try (var broker = new OriginalScenario(true);
                var byHand = new BareScenario()) {
            ScenarioCounts expected = broker.run(Duration.ofSeconds(seconds));

            assertThat(byHand.run(Duration.ofSeconds(seconds))).isEqualTo(expected);
        }
    }

    @Test
    void scenario_hasTheStatisticsOfTheDemo() {
        try (var scenario = new BareScenario()) {
            assertThat(scenario.run(Duration.ofSeconds(20))).isEqualTo(new ScenarioCounts(25, 47, 11, 7, 21));
            assertThat(scenario.latency()).isPositive();
        }
    }

    @Test
    void sleepers_leaveByTimeAndThenInTheOrderOfTheirArrival() {
        var random = new Random(1);
        var heap = new TaskHeap();
        var tasks = new ArrayList<BareTask>();
        var waiting = new ArrayList<Sleep>();
        for (int n = 0; n < 10_000; n++) {
            if (waiting.isEmpty() || random.nextInt(5) < 3) {
                long time = random.nextInt(50);
                waiting.add(new Sleep(time, tasks.size()));
                tasks.add(BareTask.current());
                heap.add(tasks.getLast(), time);
            } else {
                Sleep first = waiting.stream()
                        .min(Comparator.comparingLong(Sleep::time).thenComparingInt(Sleep::number))
                        .orElseThrow();
                waiting.remove(first);

                assertThat(heap.earliest()).isEqualTo(first.time());
                assertThat(heap.poll()).isSameAs(tasks.get(first.number()));
            }
        }
    }

    @Test
    void tasks_goOnInTheOrderOfTheirTimes() {
        var events = new ArrayList<String>();
        try (var loop = new BareLoop()) {
            for (int i = 1; i <= 3; i++) {
                int number = i;
                loop.spawn(() -> {
                    while (true) {
                        loop.sleep(number);
                        events.add(loop.now() + ":" + number);
                    }
                });
            }
            loop.runTo(4);

            assertThat(events).containsExactly("1:1", "2:2", "2:1", "3:3", "3:1", "4:2", "4:1");
            assertThat(loop.now()).isEqualTo(4);
        }
    }

    @Test
    void tasks_haveEndedAfterTheLoopIsClosed() {
        var threads = new ArrayList<Thread>();
        try (var loop = new BareLoop()) {
            for (int i = 0; i < 10; i++) {
                loop.spawn(() -> {
                    threads.add(Thread.currentThread());
                    loop.sleep(1_000);
                });
            }
            loop.runTo(10);
        }

        assertThat(threads)
                .hasSize(10)
                .allSatisfy(
                        thread -> assertThat(thread.join(Duration.ofMinutes(1))).isTrue());
    }

    /** Often, since the failed one's thread may be about to end while the others are ended. */
    @RepeatedTest(500)
    void failureOfATask_isNotSwallowed() {
        var failure = new IllegalArgumentException("on purpose");
        try (var loop = new BareLoop()) {
            loop.spawn(() -> {
                throw failure;
            });

            assertThatThrownBy(() -> loop.runTo(10)).hasCause(failure);
        }
    }

    @Test
    void batchThatLacksAMessage_isNotTakenForAWholeOne() {
        var batch = List.of(1, 2, 3, 4);
        var tracker = new BatchTracker(2, batch, 2);
        tracker.begin();
        for (Integer message : batch) {
            tracker.receivers().getFirst().accept(message);
            tracker.receivers().getLast().accept(1);
        }

        assertThatThrownBy(tracker::check).hasMessageContaining("should be 10, but is 4");

        tracker.begin();
        batch.forEach(tracker.receivers().getFirst()::accept);
        batch.subList(0, 3).forEach(tracker.receivers().getLast()::accept);

        assertThatThrownBy(tracker::check).hasMessageContaining("missing in a burst should be 0, but is 1");
    }
}
