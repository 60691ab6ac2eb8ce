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

/** The worst moments for a waiter: between two guarded sections, and just before it parks. */
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

    private final WaitQueue<String> waiters = new WaitQueue<>(scheduler.spi(), guard, reason);

    @AfterEach
    void close() {
        scheduler.close();
    }

    private void serveTheFirst() {
        WaitNode<String> first = waiters.poll();
        if (first != null) {
            first.serve("a");
        }
    }

    /**
     * A former fault: one guarded section found out that the time was out, and another left the queue. A process that
     * was served in between was told that there was nothing, and what it had been given was lost.
     */
    @Test
    void waiterThatTimesOut_canNoLongerBeServed() throws InterruptedException {
        WaitNode<String> node = waiters.join(null, null);
        others.add(this::serveTheFirst);

        assertThat(waiters.await(node, scheduler.nanoTime())).isEqualTo(WaitQueue.Outcome.TIMED_OUT);

        assertThat(node.element()).isNull();
        assertThat(waiters.isEmpty()).isTrue();
    }

    /** The wake comes after the process has looked, and before it parks. */
    @Test
    void whoIsServedJustBeforeItWaits_goesOnAtOnce() throws InterruptedException {
        WaitNode<String> node = waiters.join(null, null);
        others.add(this::serveTheFirst);

        assertThat(waiters.await(node, Scheduler.FOREVER)).isEqualTo(WaitQueue.Outcome.SERVED);

        assertThat(node.element()).isEqualTo("a");
    }

    @Test
    void whoIsServedAndInterruptedJustBeforeItWaits_isServed_andKeepsTheStatus() throws InterruptedException {
        WaitNode<String> node = waiters.join(null, null);
        others.add(() -> {
            Thread.currentThread().interrupt();
            serveTheFirst();
        });

        assertThat(waiters.await(node, Scheduler.FOREVER)).isEqualTo(WaitQueue.Outcome.SERVED);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoIsSentAwayJustBeforeItWaits_goesOnAtOnce() throws InterruptedException {
        WaitNode<String> node = waiters.join(null, null);
        others.add(() -> waiters.expel(any -> true));

        assertThat(waiters.await(node, Scheduler.FOREVER)).isEqualTo(WaitQueue.Outcome.EXPELLED);
    }

    /** It would wait forever, since every process that could serve it has to enter the guard first. */
    @Test
    void waitingInsideTheGuard_isRefused_andLeavesTheLine() {
        EngineGuard real = EngineGuard.of(scheduler.spi());
        var guarded = new WaitQueue<String>(scheduler.spi(), real, () -> "a letter");
        real.enter();
        try {
            var node = guarded.join(null, null);
            assertThatIllegalStateException()
                    .isThrownBy(() -> guarded.await(node, Scheduler.FOREVER))
                    .withMessageContaining("cannot wait for a letter inside its guard");
            assertThat(guarded.isEmpty()).isTrue();
        } finally {
            real.exit();
        }
        assertThat(real.isHeldByCaller()).isFalse();
    }
}
