package dev.simbroker.concurrent;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/**
 * What {@link Lock} and {@link Condition} document, and a fair {@link java.util.concurrent.locks.ReentrantLock} adds.
 */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"}) // it is about each call by itself
abstract class LockContract extends ConcurrencyContract {

    private final Lock lock;
    private final Condition condition;
    /** The processes that have had the lock, in order; guarded by it. */
    private final List<String> granted = new ArrayList<>();

    LockContract(Toolkit toolkit) {
        super(toolkit);
        lock = toolkit.lock("till");
        condition = lock.newCondition();
    }

    // ---- the lock ----

    @Test
    void lock_isGrantedInTheOrderOfAsking() {
        runner.runToEnd(() -> {
            lock.lock();
            for (String name : new String[] {"a", "b", "c"}) {
                observe(name, () -> inside(() -> granted.add(name)));
            }
            observe("tryLock", lock::tryLock);
            assertThat(log).containsExactly("tryLock: false");
            lock.unlock();
        });

        assertThat(granted).containsExactly("a", "b", "c");
    }

    @Test
    void lock_excludesOthers() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        runner.runToEnd(() -> {
            for (int n = 0; n < 8; n++) {
                runner.start("p" + n, () -> {
                    for (int times = 0; times < 5; times++) {
                        lock.lock();
                        try {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            var unused = condition.await(1, NANOSECONDS) || inside.get() > 0;
                        } finally {
                            inside.decrementAndGet();
                            lock.unlock();
                        }
                    }
                });
            }
            runner.settle();
        });

        assertThat(inside).hasValue(0);
        assertThat(most.get()).isGreaterThan(0);
    }

    @Test
    void lockedTwice_isFreeAfterTheSecondUnlock() {
        runner.runToEnd(() -> {
            lock.lock();
            assertThat(lock.tryLock()).isTrue();
            lock.unlock();
            observe("early", lock::tryLock);
            lock.unlock();
            observe("late", locked("has it"));
        });

        assertThat(log).containsExactly("early: false", "late: has it");
    }

    @Test
    void unlock_byAnother_isRefused() {
        runner.runToEnd(() -> {
            lock.lock();
            observe("thief", () -> unlock("unlocked it"));
            lock.unlock();
            assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
        });

        assertThat(log).containsExactly("thief: IllegalMonitorStateException");
    }

    @Test
    void lock_isNotEndedByAnInterrupt_butKeepsTheStatus() {
        runner.runToEnd(() -> {
            lock.lock();
            Runnable interrupt = observe("waiter", locked("has it"));
            interrupt.run();
            runner.settle();
            assertThat(log).isEmpty();
            lock.unlock();
        });

        assertThat(log).containsExactly("waiter: has it, interrupt status set");
    }

    @Test
    void lockInterruptibly_isEndedByAnInterrupt_andLeavesTheLine() {
        runner.runToEnd(() -> {
            lock.lock();
            Runnable interrupt = observe("waiter", () -> {
                lock.lockInterruptibly();
                return "has it";
            });
            observe("next", locked("has it"));
            interrupt.run();
            runner.settle();
            lock.unlock();
        });

        assertThat(log).containsExactly("waiter: InterruptedException", "next: has it");
    }

    @Test
    void lockInterruptibly_withTheStatusSet_throwsAtOnce_evenIfTheLockIsFree() {
        runner.runToEnd(() -> {
            observe("lockInterruptibly", interrupted(() -> {
                lock.lockInterruptibly();
                return "has it";
            }));
            observe("tryLock in time", interrupted(() -> lock.tryLock(1, DAYS)));
            observe("tryLock", interrupted(lock::tryLock));
        });

        assertThat(log)
                .containsExactly(
                        "lockInterruptibly: InterruptedException",
                        "tryLock in time: InterruptedException",
                        "tryLock: true, interrupt status set");
    }

    @Test
    void tryLock_inTime_givesUpThen() {
        runner.runToEnd(() -> {
            lock.lock();
            observe("none", () -> lock.tryLock(0, DAYS));
            observe("negative", () -> lock.tryLock(-1, DAYS));
            observe("short", () -> lock.tryLock(1, NANOSECONDS));
            observe("long", () -> lock.tryLock(Long.MAX_VALUE, DAYS));
            lock.unlock();
        });

        assertThat(log).containsExactly("none: false", "negative: false", "short: false", "long: true");
    }

    // ---- conditions ----

    @Test
    void signal_wakesTheOneThatHasWaitedLongest_andSignalAllTheRest() {
        runner.runToEnd(() -> {
            for (String name : new String[] {"a", "b", "c"}) {
                observe(
                        name,
                        () -> inside(() -> {
                            condition.await();
                            return granted.add(name);
                        }));
            }
            locked(() -> condition.signal());
            runner.settle();
            assertThat(granted).containsExactly("a");
            locked(() -> condition.signalAll());
        });

        assertThat(granted).startsWith("a").containsExactlyInAnyOrder("a", "b", "c");
    }

    /** A waiter that only goes on at the signal would ask for the lock after those who asked in between. */
    @Test
    void signalledWaiters_haveTheLock_inTheirOrder_beforeWhoAsksLater() {
        runner.runToEnd(() -> {
            for (String name : new String[] {"a", "b", "c"}) {
                observe(
                        name,
                        () -> inside(() -> {
                            condition.await();
                            return granted.add(name);
                        }));
            }
            lock.lock();
            condition.signal();
            observe("later", () -> inside(() -> granted.add("later")));
            condition.signalAll();
            observe("last", () -> inside(() -> granted.add("last")));
            lock.unlock();
        });

        assertThat(granted).containsExactly("a", "later", "b", "c", "last");
    }

    @Test
    void signalledWaiter_thatIsInterruptedInLine_keepsItsPlace_andCountsAsSignalled() {
        runner.runToEnd(() -> {
            Runnable interrupt = observe(
                    "waiter",
                    () -> inside(() -> {
                        condition.await();
                        return granted.add("waiter");
                    }));
            lock.lock();
            condition.signal();
            observe("later", () -> inside(() -> granted.add("later")));
            interrupt.run();
            runner.settle();
            assertThat(granted).isEmpty();
            lock.unlock();
        });

        assertThat(granted).containsExactly("waiter", "later");
        assertThat(log).containsExactlyInAnyOrder("waiter: true, interrupt status set", "later: true");
    }

    @Test
    void awaitNanos_ofAnyNegativeTime_answersThatNoneIsLeft() {
        runner.runToEnd(() -> {
            observe("least", () -> inside(() -> condition.awaitNanos(Long.MIN_VALUE) <= 0));
            observe("a day ago", () -> inside(() -> condition.awaitNanos(-DAYS.toNanos(1)) <= 0));
        });

        assertThat(log).containsExactly("least: true", "a day ago: true");
    }

    @Test
    void toString_saysInBrackets_whetherItIsHeld() {
        runner.runToEnd(() -> {
            assertThat(lock.toString()).endsWith("[Unlocked]");
            lock.lock();
            assertThat(lock.toString()).contains("[Locked by ").endsWith("]");
            lock.unlock();
        });
    }

    @Test
    void signal_withNobodyWaiting_isForgotten() {
        runner.runToEnd(() -> {
            locked(() -> condition.signal());
            observe("late", () -> inside(() -> condition.await(1, NANOSECONDS)));
        });

        assertThat(log).containsExactly("late: false");
    }

    @Test
    void await_givesTheLockBack_andHasItAgainAsOftenAsBefore() {
        runner.runToEnd(() -> {
            observe("waiter", () -> {
                lock.lock();
                lock.lock();
                condition.await();
                lock.unlock();
                String second = outcome(() -> unlock("second unlock"));
                return second + ", then " + outcome(() -> unlock("third unlock"));
            });
            lock.lock();
            condition.signal();
            runner.settle();
            assertThat(log).isEmpty();
            lock.unlock();
        });

        assertThat(log).containsExactly("waiter: second unlock, then IllegalMonitorStateException");
    }

    @Test
    void await_isEndedByAnInterrupt_butHoldsTheLockThen() {
        runner.runToEnd(() -> {
            Runnable interrupt = observe("waiter", () -> {
                lock.lock();
                String outcome = outcome(() -> {
                    condition.await();
                    return "signalled";
                });
                return outcome + ", then " + outcome(() -> unlock("unlock"));
            });
            lock.lock();
            interrupt.run();
            runner.settle();
            assertThat(log).isEmpty();
            lock.unlock();
        });

        assertThat(log).containsExactly("waiter: InterruptedException, then unlock");
    }

    @Test
    void await_withTheStatusSet_throwsAtOnce_andKeepsTheLock() {
        runner.runToEnd(() -> {
            lock.lock();
            observe("unrelated", () -> inside(() -> "has it"));
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(condition::await);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(lock.tryLock()).isTrue();
            lock.unlock();
            lock.unlock();
        });

        assertThat(log).containsExactly("unrelated: has it");
    }

    @Test
    void awaitUninterruptibly_isNotEndedByAnInterrupt() {
        runner.runToEnd(() -> {
            Runnable interrupt = observe(
                    "waiter",
                    () -> inside(() -> {
                        condition.awaitUninterruptibly();
                        return "signalled";
                    }));
            interrupt.run();
            runner.settle();
            assertThat(log).isEmpty();
            locked(() -> condition.signal());
        });

        assertThat(log).containsExactly("waiter: signalled, interrupt status set");
    }

    @Test
    void timedAwait_saysWhetherASignalCame() {
        runner.runToEnd(() -> {
            observe("none", () -> inside(() -> condition.await(0, DAYS)));
            observe("negative", () -> inside(() -> condition.await(-1, DAYS)));
            observe("short", () -> inside(() -> condition.await(1, NANOSECONDS)));
            observe("past", () -> inside(() -> condition.awaitUntil(new Date(0))));
            observe("nanos", () -> inside(() -> condition.awaitNanos(1) <= 0));
            observe("long", () -> inside(() -> condition.await(1, DAYS)));
            observe("far", () -> inside(() -> condition.awaitUntil(new Date(Long.MAX_VALUE))));
            observe("long nanos", () -> inside(() -> condition.awaitNanos(Long.MAX_VALUE) > 0));
            locked(() -> condition.signalAll());
        });

        assertThat(log)
                .containsExactlyInAnyOrder(
                        "none: false",
                        "negative: false",
                        "short: false",
                        "past: false",
                        "nanos: true",
                        "long: true",
                        "far: true",
                        "long nanos: true");
    }

    @Test
    void everythingOnACondition_withoutTheLock_isRefused() {
        runner.runToEnd(() -> {
            observe("await", awaitedWithoutTheLock());
            observe("await in time", () -> condition.await(1, MILLISECONDS));
            observe("awaitNanos", () -> condition.awaitNanos(1));
            observe("awaitUntil", () -> condition.awaitUntil(new Date(0)));
            observe("awaitUninterruptibly", () -> done(condition::awaitUninterruptibly));
            observe("signal", () -> done(condition::signal));
            observe("signalAll", () -> done(condition::signalAll));
        });

        assertThat(log).hasSize(7).allSatisfy(line -> assertThat(line).endsWith(": IllegalMonitorStateException"));
    }

    @Test
    void conditionsOfOneLock_areApart() {
        Condition other = lock.newCondition();
        runner.runToEnd(() -> {
            observe("waiter", awaited());
            locked(other::signalAll);
            runner.settle();
            assertThat(log).isEmpty();
            locked(condition::signalAll);
        });

        assertThat(log).containsExactly("waiter: signalled");
    }

    // ---- words ----

    private Callable<String> locked(String answer) {
        return () -> inside(() -> answer);
    }

    private void locked(Runnable deed) {
        lock.lock();
        try {
            deed.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T inside(Callable<T> call) throws Exception {
        lock.lock();
        try {
            return call.call();
        } finally {
            lock.unlock();
        }
    }

    private Callable<String> awaited() {
        return () -> inside(() -> {
            condition.await();
            return "signalled";
        });
    }

    private Callable<String> awaitedWithoutTheLock() {
        return () -> {
            condition.await();
            return "signalled";
        };
    }

    private String unlock(String answer) {
        lock.unlock();
        return answer;
    }

    private static String done(Runnable deed) {
        deed.run();
        return "done";
    }

    private static <T> Callable<T> interrupted(Callable<T> call) {
        return () -> {
            Thread.currentThread().interrupt();
            return call.call();
        };
    }
}
