package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.testing.SimulationFixture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What reaches for a simulation from outside, and goes unnoticed by everybody else, is in the report that follows. */
class IntrusionTest extends SimulationFixture {

    private final Mailbox<String> queue = Mailbox.unbounded(simulation, "queue");

    /** A pool keeps the exception of a task whose future nobody asks; the test hung, and nothing told why. */
    @Test
    void refusedThread_isInTheReportOfTheDeadlockThatFollows() {
        var failure = catchThrowableOfType(
                DeadlockException.class,
                () -> simulation.run(() -> {
                    simulation.sleep(seconds(1));
                    assertThat(thrownOnAnotherThread(() -> queue.put("element")))
                            .isInstanceOf(IllegalStateException.class);
                    assertThat(thrownOnAnotherThread(queue::take)).isInstanceOf(IllegalStateException.class);
                    queue.take();
                }));

        assertThat(failure)
                .message()
                .containsPattern("\\R  thread 'stranger' was refused at 2000-01-01T00:00:01Z at"
                        + " dev.simbroker.time.IntrusionTest.lambda\\S+\\(IntrusionTest.java:\\d+\\): it is not a"
                        + " process of the simulation, and what it wanted has not happened\\R");
    }

    @Test
    void refusedThread_isToldOnceForEachLine() {
        var failure = catchThrowableOfType(
                DeadlockException.class,
                () -> simulation.run(() -> {
                    for (int n = 0; n < 10; n++) {
                        thrownOnAnotherThread(() -> queue.put("element"));
                    }
                    queue.take();
                }));

        assertThat(failure).message().containsOnlyOnce("was refused");
    }

    @Test
    void refusalsBeyondTheTwentieth_areToldInOneLine() {
        var failure = catchThrowableOfType(
                DeadlockException.class,
                () -> simulation.run(() -> {
                    for (int n = 0; n < 30; n++) {
                        Thread thread =
                                Thread.ofPlatform().name("stranger " + n).unstarted(queue::poll);
                        thread.setUncaughtExceptionHandler((refused, ignored) -> {});
                        thread.start();
                        thread.join();
                    }
                    queue.take();
                }));

        assertThat(failure)
                .hasMessageContaining("thread 'stranger 19' was refused")
                .hasMessageContaining("more threads were refused, or processes interrupted past the simulation")
                .message()
                .doesNotContain("'stranger 20'");
    }

    /** Code under test stops its worker by interrupting the thread that it has seen running; here that wakes nobody. */
    @Test
    void interruptOfAThread_isInTheReportOfTheDeadlockThatFollows() {
        var runner = new AtomicReference<Thread>();
        simulation.spawnBackground("worker", () -> {
            runner.set(Thread.currentThread());
            queue.take();
        });

        var failure = catchThrowableOfType(
                DeadlockException.class,
                () -> simulation.run(() -> {
                    simulation.sleep(seconds(1));
                    runner.get().interrupt();
                    Mailbox.<String>unbounded(simulation, "stopped").take();
                }));

        assertThat(failure)
                .message()
                .containsPattern("\\R  process 'worker' was interrupted past the simulation, by Thread.interrupt\\(\\),"
                        + " when it waited for an element of mailbox 'queue' since 2000-01-01T00:00:00Z at"
                        + " dev.simbroker.time.IntrusionTest\\S+\\(IntrusionTest.java:\\d+\\): that ends no wait in"
                        + " simulated time; use SimProcess.interrupt\\(\\)");
    }

    @Test
    void interruptOfAThread_isInTheReport_alsoIfItsWaitHasEndedSince() {
        var runner = new AtomicReference<Thread>();
        simulation.spawn("worker", () -> {
            runner.set(Thread.currentThread());
            simulation.sleep(seconds(3));
            simulation.sleep(seconds(5)); // here it learns of the interrupt
        });

        var failure = catchThrowableOfType(
                ProcessFailedException.class,
                () -> simulation.run(() -> {
                    simulation.sleep(seconds(1));
                    runner.get().interrupt();
                    simulation.sleep(seconds(9));
                }));

        assertThat(failure.process()).isEqualTo("worker");
        assertThat(failure.time()).isEqualTo(START.plusSeconds(3));
        assertThat(failure)
                .hasMessageContaining("process 'worker' was interrupted past the simulation, by Thread.interrupt(),"
                        + " when it waited for the end of a sleep of PT3S since 2000-01-01T00:00:00Z at ");
    }

    @Test
    void interruptsThatAreSeenInSimulatedTime_areNoIntrusions() {
        var worker = simulation.spawn("worker", () -> {
            try {
                queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // and it goes on with its status set
            }
            assertThat(queue).isEmpty();
            Thread.interrupted();
        });

        simulation.run(() -> {
            simulation.sleep(seconds(1));
            worker.interrupt();
            simulation.sleep(seconds(1));
        });

        assertThat(simulation.spi().report()).isEmpty();
    }
}
