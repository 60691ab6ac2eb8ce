package dev.simbroker.concurrent;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What {@link Semaphore} documents of a fair one. */
abstract class SemaphoreContract extends ConcurrencyContract {

    SemaphoreContract(Toolkit toolkit) {
        super(toolkit);
    }

    @Test
    void permits_goToThoseWhoWait_inOrder() {
        Semaphore semaphore = toolkit.semaphore("seats", 0);
        runner.runToEnd(() -> {
            observe("a", acquired(semaphore, 1));
            observe("b", acquired(semaphore, 1));
            semaphore.release();
            runner.settle();
            assertThat(log).containsExactly("a: acquired");
            semaphore.release();
        });

        assertThat(log).containsExactly("a: acquired", "b: acquired");
        assertThat(semaphore.availablePermits()).isZero();
        assertThat(semaphore.isFair()).isTrue();
    }

    @Test
    void whoWantsMany_isNotOvertaken_exceptByTryAcquire() {
        Semaphore semaphore = toolkit.semaphore("seats", 2);
        runner.runToEnd(() -> {
            observe("many", acquired(semaphore, 3));
            observe("few", acquired(semaphore, 1));
            observe("in time", () -> semaphore.tryAcquire(1, NANOSECONDS));
            observe("barging", semaphore::tryAcquire);
            semaphore.release(2);
            runner.settle();
            assertThat(log).containsExactly("in time: false", "barging: true", "many: acquired");
            semaphore.release();
        });

        assertThat(log).endsWith("few: acquired");
    }

    @Test
    void whoGoesAway_letsTheNextHaveWhatIsThere() {
        Semaphore semaphore = toolkit.semaphore("seats", 1);
        runner.runToEnd(() -> {
            Runnable interrupt = observe("many", acquired(semaphore, 2));
            observe("few", acquired(semaphore, 1));
            assertThat(log).isEmpty();
            interrupt.run();
            runner.settle();
        });

        assertThat(log).containsExactlyInAnyOrder("many: InterruptedException", "few: acquired");
    }

    @Test
    void acquireUninterruptibly_isNotEndedByAnInterrupt() {
        Semaphore semaphore = toolkit.semaphore("seats", 0);
        runner.runToEnd(() -> {
            Runnable one = observe("one", () -> {
                semaphore.acquireUninterruptibly();
                return "acquired";
            });
            Runnable two = observe("two", () -> {
                semaphore.acquireUninterruptibly(2);
                return "acquired";
            });
            one.run();
            two.run();
            runner.settle();
            assertThat(log).isEmpty();
            semaphore.release();
            runner.settle();
            semaphore.release(2);
        });

        assertThat(log).containsExactly("one: acquired, interrupt status set", "two: acquired, interrupt status set");
    }

    @Test
    void acquire_withTheStatusSet_throwsEvenIfThereArePermits() {
        Semaphore semaphore = toolkit.semaphore("seats", 9);
        runner.runToEnd(() -> {
            observe("acquire", interrupted(acquired(semaphore, 1)));
            observe("in time", interrupted(() -> semaphore.tryAcquire(1, 1, DAYS)));
            observe("tryAcquire", interrupted(semaphore::tryAcquire));
        });

        assertThat(log)
                .containsExactly(
                        "acquire: InterruptedException",
                        "in time: InterruptedException",
                        "tryAcquire: true, interrupt status set");
        assertThat(semaphore.availablePermits()).isEqualTo(8);
    }

    @Test
    void tryAcquire_inTime_givesUpThen() {
        Semaphore semaphore = toolkit.semaphore("seats", 1);
        runner.runToEnd(() -> {
            observe("none", () -> semaphore.tryAcquire(2, 0, DAYS));
            observe("negative", () -> semaphore.tryAcquire(2, -1, DAYS));
            observe("short", () -> semaphore.tryAcquire(2, 1, NANOSECONDS));
            observe("there", () -> semaphore.tryAcquire(0, DAYS));
            observe("long", () -> semaphore.tryAcquire(2, Long.MAX_VALUE, DAYS));
            semaphore.release(2);
        });

        assertThat(log).containsExactly("none: false", "negative: false", "short: false", "there: true", "long: true");
    }

    @Test
    void negativePermits_mustBeReleasedFirst() {
        Semaphore semaphore = toolkit.semaphore("seats", -1);
        runner.runToEnd(() -> {
            observe("waiter", acquired(semaphore, 1));
            semaphore.release();
            runner.settle();
            assertThat(log).isEmpty();
            semaphore.release();
        });

        assertThat(log).containsExactly("waiter: acquired");
    }

    @Test
    void drainPermits_takesAllThereAre() {
        Semaphore semaphore = toolkit.semaphore("seats", 3);

        assertThat(semaphore.drainPermits()).isEqualTo(3);
        assertThat(semaphore.drainPermits()).isZero();
        assertThat(semaphore.tryAcquire()).isFalse();
        assertThat(toolkit.semaphore("debts", -2).drainPermits()).isEqualTo(-2);
    }

    @Test
    void negativeCounts_areRefused() {
        Semaphore semaphore = toolkit.semaphore("seats", 3);

        assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquireUninterruptibly(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> semaphore.tryAcquire(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> semaphore.tryAcquire(-1, 1, DAYS));
        assertThatIllegalArgumentException().isThrownBy(() -> semaphore.release(-1));
        assertThat(semaphore.availablePermits()).isEqualTo(3);
    }

    @Test
    void tooManyPermits_areAnError() {
        Semaphore semaphore = toolkit.semaphore("seats", Integer.MAX_VALUE);

        assertThatExceptionOfType(Error.class).isThrownBy(semaphore::release);
        assertThat(semaphore.availablePermits()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void toString_saysInBrackets_howManyPermitsThereAre() {
        assertThat(toolkit.semaphore("seats", 3).toString()).endsWith("[Permits = 3]");
        assertThat(toolkit.semaphore("debt", -1).toString()).endsWith("[Permits = -1]");
    }

    private static Callable<String> acquired(Semaphore semaphore, int permits) {
        return () -> {
            semaphore.acquire(permits);
            return "acquired";
        };
    }

    private static <T> Callable<T> interrupted(Callable<T> call) {
        return () -> {
            Thread.currentThread().interrupt();
            return call.call();
        };
    }
}
