package dev.simbroker.concurrent;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What {@link CountDownLatch} documents. */
abstract class LatchContract extends WorldTest {

    LatchContract(World world) {
        super(world);
    }

    @Test
    void lastCount_opensItForAll_andForEver() {
        CountDownLatch latch = world.latch("gate", 2);
        world.run(() -> {
            observe("a", passed(latch));
            observe("b", () -> latch.await(1, DAYS));
            latch.countDown();
            world.settle();
            assertThat(log).isEmpty();
            assertThat(latch.getCount()).isEqualTo(1);
            latch.countDown();
            world.settle();
            observe("late", passed(latch));
        });

        assertThat(log).containsExactlyInAnyOrder("a: passed", "b: true", "late: passed");
        latch.countDown();
        assertThat(latch.getCount()).isZero();
    }

    @Test
    void await_inTime_givesUpThen() {
        CountDownLatch latch = world.latch("gate", 1);
        world.run(() -> {
            observe("none", () -> latch.await(0, DAYS));
            observe("negative", () -> latch.await(-1, DAYS));
            observe("short", () -> latch.await(1, NANOSECONDS));
        });

        assertThat(log).containsExactly("none: false", "negative: false", "short: false");
    }

    @Test
    void await_isEndedByAnInterrupt() {
        CountDownLatch latch = world.latch("gate", 1);
        world.run(() -> {
            Runnable interrupt = observe("waiter", passed(latch));
            interrupt.run();
        });

        assertThat(log).containsExactly("waiter: InterruptedException");
        assertThat(latch.getCount()).isEqualTo(1);
    }

    @Test
    void await_withTheStatusSet_throwsEvenIfItIsOpen() {
        CountDownLatch latch = world.latch("gate", 0);
        world.run(() -> observe("waiter", () -> {
            Thread.currentThread().interrupt();
            return passed(latch).call();
        }));

        assertThat(log).containsExactly("waiter: InterruptedException");
    }

    @Test
    void negativeCount_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> world.latch("gate", -1));
    }

    private static Callable<String> passed(CountDownLatch latch) {
        return () -> {
            latch.await();
            return "passed";
        };
    }
}
