package dev.simbroker.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.simbroker.internal.util.EngineGuard;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.WaitReason;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens in a line at the worst moment for one that waits: between two guarded sections, or just before it parks. */
class WaitQueueTest {

    private final LiveScheduler scheduler = Scheduler.live();

    /** What other threads do at each exit from the guard and at the beginning of each wait, one after the other. */
    private final ArrayDeque<Runnable> others = new ArrayDeque<>();

    private void letAnotherGoFirst() {
        Runnable other = others.poll();
        if (other != null) {
            other.run();
        }
    }

    private final EngineGuard guard = new EngineGuard() {
        @Override
        public void enter() {}

        @Override
        public boolean isHeldByCaller() {
            return false;
        }

        @Override
        public void exit() {
            letAnotherGoFirst();
        }
    };

    private final WaitReason reason = new WaitReason() {
        @Override
        public String describe() {
            return "a letter";
        }

        @Override
        public long since() {
            letAnotherGoFirst(); // the waiter has looked, and has not parked yet
            return -1;
        }
    };

    private final WaitQueue<String> line = new WaitQueue<>(scheduler.spi(), guard, reason);

    @AfterEach
    void close() {
        scheduler.close();
    }

    private void serveTheFirst() {
        WaitNode<String> first = line.poll();
        if (first != null) {
            first.serve("a");
        }
    }

    /**
     * Whether the time was out was found out in one guarded section, and the line was left in another. Whoever was served in between was told
     * that there was nothing, and what it had been given was lost.
     */
    @Test
    void whoTimesOut_canNoLongerBeServed() throws InterruptedException {
        WaitNode<String> place = line.join(null, null);
        others.add(this::serveTheFirst);

        assertThat(line.await(place, scheduler.nanoTime())).isEqualTo(WaitQueue.Outcome.TIMED_OUT);

        assertThat(place.element()).isNull();
        assertThat(line.isEmpty()).isTrue();
    }

    /** The wake comes after the process has looked, and before it parks. */
    @Test
    void whoIsServedJustBeforeItWaits_goesOnAtOnce() throws InterruptedException {
        WaitNode<String> place = line.join(null, null);
        others.add(this::serveTheFirst);

        assertThat(line.await(place, Scheduler.FOREVER)).isEqualTo(WaitQueue.Outcome.SERVED);

        assertThat(place.element()).isEqualTo("a");
    }

    @Test
    void whoIsServedAndInterruptedJustBeforeItWaits_isServed_andKeepsTheStatus() throws InterruptedException {
        WaitNode<String> place = line.join(null, null);
        others.add(() -> {
            Thread.currentThread().interrupt();
            serveTheFirst();
        });

        assertThat(line.await(place, Scheduler.FOREVER)).isEqualTo(WaitQueue.Outcome.SERVED);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoIsSentAwayJustBeforeItWaits_goesOnAtOnce() throws InterruptedException {
        WaitNode<String> place = line.join(null, null);
        others.add(() -> line.expel(any -> true));

        assertThat(line.await(place, Scheduler.FOREVER)).isEqualTo(WaitQueue.Outcome.EXPELLED);
    }

    /** It would wait forever: whoever could serve it has to come in first. */
    @Test
    void waitingInsideTheGuard_isRefused_andLeavesTheLine() {
        EngineGuard real = EngineGuard.of(scheduler.spi());
        var guarded = new WaitQueue<String>(scheduler.spi(), real, () -> "a letter");
        real.enter();
        try {
            var place = guarded.join(null, null);
            assertThatIllegalStateException()
                    .isThrownBy(() -> guarded.await(place, Scheduler.FOREVER))
                    .withMessageContaining("cannot wait for a letter inside its guard");
            assertThat(guarded.isEmpty()).isTrue();
        } finally {
            real.exit();
        }
        assertThat(real.isHeldByCaller()).isFalse();
    }
}
