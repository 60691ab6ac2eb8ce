package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.queue.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing a live scheduler ends all its processes, and returns when they have ended. */
@Timeout(60)
class LiveCloseTest {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final LiveScheduler scheduler = Scheduler.live();

    private static void awaitWaiting(SimProcess process) {
        Awaitility.await().until(() -> process.state() == SimProcess.State.WAITING);
    }

    @Test
    void close_interruptsEveryProcess_andWaitsForItsEnd() {
        var processes = IntStream.range(0, 100)
                .mapToObj(n -> scheduler.spawn("sleeper " + n, () -> {
                    try {
                        scheduler.sleep(Duration.ofDays(1));
                    } finally {
                        log.add("ended");
                    }
                }))
                .toList();

        scheduler.close();

        assertThat(log).hasSize(100);
        assertThat(processes).allMatch(process -> process.state() == SimProcess.State.TERMINATED);
    }

    @Test
    void close_endsWhatWaitsOutsideTheScheduler_too() {
        var process = scheduler.spawn("waits", () -> new CountDownLatch(1).await());
        awaitWaiting(process);

        scheduler.close();

        assertThat(process.state()).isEqualTo(SimProcess.State.TERMINATED);
    }

    /** As in a simulation: the exception may be caught, the error ends it. */
    @Test
    void processThatGoesOnWaiting_isEndedByAnError() {
        var mailbox = Mailbox.<String>unbounded(scheduler, "letters");
        var process = scheduler.spawn("stubborn", () -> {
            while (true) {
                try {
                    mailbox.take();
                } catch (InterruptedException e) {
                    log.add("interrupted");
                }
            }
        });
        awaitWaiting(process);

        scheduler.close();

        assertThat(process.state()).isEqualTo(SimProcess.State.TERMINATED);
        assertThat(log).isNotEmpty();
    }

    @Test
    void processThatMakesOrder_mayUseQueues_whileItIsClosed() {
        var mailbox = Mailbox.<String>unbounded(scheduler, "letters");
        awaitWaiting(scheduler.spawn("tidy", () -> {
            try {
                scheduler.sleep(Duration.ofDays(1));
            } finally {
                mailbox.add("left");
            }
        }));

        scheduler.close();

        assertThat(mailbox).containsExactly("left");
    }

    @Test
    void afterwards_nothingCanBeSpawned_andASecondCloseDoesNothing() {
        scheduler.close();
        scheduler.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> scheduler.spawn("late", () -> {}))
                .withMessageContaining("cannot spawn process 'late': the scheduler is closed");
        assertThatIllegalStateException().isThrownBy(() -> scheduler.spawnBackground("late", () -> {}));
    }

    @Test
    void close_byOneOfTheProcesses_endsTheOthers_andDoesNotWaitForItself() throws InterruptedException {
        var other = scheduler.spawn("other", () -> scheduler.sleep(Duration.ofDays(1)));
        var closer = scheduler.spawn("closer", () -> {
            scheduler.close();
            log.add("closed, other " + other.state());
        });

        closer.join();

        assertThat(log).containsExactly("closed, other TERMINATED");
    }

    /** A handler that closed its own scheduler was never told, and went on handling. */
    @Test
    void processThatCloses_endsAtItsNextWait() throws InterruptedException {
        var mailbox = Mailbox.<String>unbounded(scheduler, "letters");
        var closer = scheduler.spawn("closer", () -> {
            scheduler.close();
            log.add("closed, interrupted " + Thread.currentThread().isInterrupted());
            while (true) {
                try {
                    mailbox.take();
                } catch (InterruptedException e) {
                    log.add("told");
                }
            }
        });

        closer.join();

        assertThat(log).contains("closed, interrupted true", "told").doesNotContain("failed");
        assertThat(scheduler.awaitTermination(Duration.ZERO)).isTrue();
    }

    @Test
    void processThatCloses_andHasWorkLeft_takesNoneOfIt() throws InterruptedException {
        var mailbox = Mailbox.<String>unbounded(scheduler, "letters");
        mailbox.put("stop");
        mailbox.put("after the close");
        var handler = scheduler.spawn("handler", () -> {
            while (true) {
                log.add(mailbox.take());
                scheduler.close();
            }
        });

        handler.join();

        assertThat(log).containsExactly("stop");
        assertThat(mailbox).containsExactly("after the close");
    }

    @Test
    void processesThatCloseAtTheSameTime_doNotWaitForEachOther() {
        var together = new CountDownLatch(1);
        var processes = IntStream.range(0, 8)
                .mapToObj(n -> scheduler.spawn("closer", () -> {
                    together.await();
                    scheduler.close();
                }))
                .toList();
        together.countDown();

        Awaitility.await().until(() -> processes.stream().allMatch(it -> it.state() == SimProcess.State.TERMINATED));
    }

    @Test
    void interruptedClose_waitsNevertheless_andKeepsTheStatus() {
        var process = scheduler.spawn("sleeper", () -> scheduler.sleep(Duration.ofDays(1)));
        Thread.currentThread().interrupt();

        scheduler.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.state()).isEqualTo(SimProcess.State.TERMINATED);
    }

    /** Threads of others are not the scheduler's to end, and still can wait for each other. */
    @Test
    void threadsThatAreNoProcesses_areLeftAlone() throws InterruptedException {
        var mailbox = Mailbox.<String>unbounded(scheduler, "letters");
        var stranger = Thread.ofPlatform().start(() -> {
            try {
                log.add(mailbox.take());
            } catch (InterruptedException e) {
                log.add("interrupted");
            }
        });

        scheduler.close();
        mailbox.add("a");
        stranger.join();

        assertThat(log).containsExactly("a");
    }
}
