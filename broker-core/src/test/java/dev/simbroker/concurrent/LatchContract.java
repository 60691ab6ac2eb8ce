package dev.simbroker.concurrent;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What {@link CountDownLatch} documents. */
abstract class LatchContract extends ConcurrencyContract {

    LatchContract(Toolkit toolkit) {
        super(toolkit);
    }

    @Test
    void lastCount_opensItForAll_andForEver() {
        CountDownLatch latch = toolkit.latch("gate", 2);
        runner.runToEnd(() -> {
            observe("a", passed(latch));
            observe("b", () -> latch.await(1, DAYS));
            latch.countDown();
            runner.settle();
            assertThat(log).isEmpty();
            assertThat(latch.getCount()).isEqualTo(1);
            latch.countDown();
            runner.settle();
            observe("late", passed(latch));
        });

        assertThat(log).containsExactlyInAnyOrder("a: passed", "b: true", "late: passed");
        latch.countDown();
        assertThat(latch.getCount()).isZero();
    }

    @Test
    void await_inTime_givesUpThen() {
        CountDownLatch latch = toolkit.latch("gate", 1);
        runner.runToEnd(() -> {
            observe("none", () -> latch.await(0, DAYS));
            observe("negative", () -> latch.await(-1, DAYS));
            observe("short", () -> latch.await(1, NANOSECONDS));
        });

        assertThat(log).containsExactly("none: false", "negative: false", "short: false");
    }

    @Test
    void await_isEndedByAnInterrupt() {
        CountDownLatch latch = toolkit.latch("gate", 1);
        runner.runToEnd(() -> {
            Runnable interrupt = observe("waiter", passed(latch));
            interrupt.run();
        });

        assertThat(log).containsExactly("waiter: InterruptedException");
        assertThat(latch.getCount()).isEqualTo(1);
    }

    @Test
    void await_withTheStatusSet_throwsEvenIfItIsOpen() {
        CountDownLatch latch = toolkit.latch("gate", 0);
        runner.runToEnd(() -> observe("waiter", () -> {
            Thread.currentThread().interrupt();
            return passed(latch).call();
        }));

        assertThat(log).containsExactly("waiter: InterruptedException");
    }

    @Test
    void negativeCount_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> toolkit.latch("gate", -1));
    }

    @Test
    void toString_saysInBrackets_howManyCountsAreToGo() {
        assertThat(toolkit.latch("gate", 2).toString()).endsWith("[Count = 2]");
    }

    private static Callable<String> passed(CountDownLatch latch) {
        return () -> {
            latch.await();
            return "passed";
        };
    }
}
