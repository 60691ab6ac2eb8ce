package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What holds of a sweep, whoever is quicker. */
class SweepLawsTest {

    private final Queue<Integer> done = new ConcurrentLinkedQueue<>();

    @Test
    void everyNumber_isRunOnce() throws InterruptedException {
        var result = new Sweep(1000, 4, done::add).run(progress -> {});
        assertThat(done)
                .hasSize(1000)
                .containsAll(IntStream.range(0, 1000).boxed().toList());
        assertThat(result).isEqualTo(new Sweep.Result(1000, 0, 1000, Optional.empty()));
    }

    @Test
    void progress_isToldWhileOthersAreAtWork() throws InterruptedException {
        var told = new CountDownLatch(1);
        var result = new Sweep(10, 2, index -> told.await()).run(progress -> told.countDown());
        assertThat(result.passed()).isEqualTo(10);
    }

    @RepeatedTest(20)
    void smallestFailure_isTheResult_evenIfItComesLast_andEverythingBeforeItIsRun() throws InterruptedException {
        var failure = new AssertionError("100");
        var greaterFailed = new CountDownLatch(1);
        var result = new Sweep(1000, 4, index -> {
                    if (index == 100) {
                        greaterFailed.await();
                        throw failure;
                    }
                    if (index > 100) {
                        greaterFailed.countDown();
                        throw new AssertionError(index);
                    }
                    done.add(index);
                })
                .run(progress -> {});
        assertThat(result.failedAt()).isEqualTo(100);
        assertThat(result.failure()).containsSame(failure);
        assertThat(done).hasSize(100);
    }

    @Test
    void afterAFailure_greaterNumbersAreInterrupted_andSmallerOnesAreNot() throws InterruptedException {
        var greaterStarted = new CountDownLatch(1);
        var greaterInterrupted = new CountDownLatch(1);
        var result = new Sweep(3, 3, index -> {
                    switch (index) {
                        case 0 -> greaterInterrupted.await();
                        case 1 -> {
                            greaterStarted.await();
                            throw new AssertionError("1");
                        }
                        default -> {
                            greaterStarted.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                greaterInterrupted.countDown();
                                throw e;
                            }
                        }
                    }
                })
                .run(progress -> {});
        assertThat(result.failedAt()).isEqualTo(1);
        assertThat(result.passed()).isEqualTo(1);
    }

    @Test
    void abortedNumbers_areCounted() throws InterruptedException {
        var result = new Sweep(10, 4, index -> {
                    if (index % 2 == 0) {
                        throw new TestAbortedException();
                    }
                })
                .run(progress -> {});
        assertThat(result).isEqualTo(new Sweep.Result(5, 5, 10, Optional.empty()));
    }

    @Test
    void interruptedSweep_leavesNothingRunning() throws InterruptedException {
        var atWork = new AtomicInteger();
        var started = new CountDownLatch(2);
        var caught = new CountDownLatch(1);
        var driver = new Thread(() -> {
            try {
                new Sweep(10, 2, index -> {
                            atWork.incrementAndGet();
                            started.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                atWork.decrementAndGet();
                            }
                        })
                        .run(progress -> {});
            } catch (InterruptedException e) {
                caught.countDown();
            }
        });
        driver.start();
        started.await();
        driver.interrupt();
        caught.await();
        assertThat(atWork).hasValue(0);
    }
}
