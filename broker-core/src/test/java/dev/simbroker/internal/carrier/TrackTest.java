package dev.simbroker.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TrackTest {

    private final Track track = new Track();

    /** Each step that runs adds the next one, as a process does that hands its turn over. */
    @Test
    void stepsThatAddEachOther_runOnOneThread() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        var done = new CountDownLatch(1_000);

        track.add(new Track.Step() {
            @Override
            public void runOn(Track on) {
                threads.add(Thread.currentThread());
                done.countDown();
                if (done.getCount() > 0) {
                    on.add(this);
                }
            }
        });
        done.await();

        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("simbroker-carrier");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    @Test
    void stepsOfManyThreads_runOnce_oneAtATime() throws Exception {
        int threads = 4;
        int each = 20_000;
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        var runs = new ArrayList<int[]>();
        var done = new CountDownLatch(threads * each);
        var start = new CyclicBarrier(threads);
        for (int n = 0; n < threads; n++) {
            var mine = new int[each]; // guarded by the track
            runs.add(mine);
            Thread.ofPlatform().daemon().start(() -> {
                awaitAt(start);
                for (int k = 0; k < each; k++) {
                    int step = k;
                    track.add(on -> {
                        overlaps.addAndGet(inside.getAndIncrement());
                        mine[step]++;
                        inside.getAndDecrement();
                        done.countDown();
                    });
                }
            });
        }
        done.await();

        assertThat(overlaps).hasValue(0);
        assertThat(runs).allSatisfy(mine -> assertThat(mine).containsOnly(1));
    }

    /** As when somebody interrupts every process of a great simulation from outside. */
    @Test
    void anyNumberOfSteps_canWait() throws Exception {
        var go = new CountDownLatch(1);
        var done = new CountDownLatch(1_000_000);

        track.add(on -> awaitUninterruptibly(go));
        for (int n = 0; n < 1_000_000; n++) {
            track.add(on -> done.countDown());
        }
        assertThat(track.isBusy()).isTrue();
        go.countDown();
        done.await();

        assertThat(track.isBusy()).isFalse();
    }

    /** As a track is replaced while others add to it: each step is refused, given back, or run, and never twice. */
    @Test
    void stepsOfATrackThatCloses_areRunOrGivenBackOrRefused() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            var closing = new Track();
            var run = new AtomicInteger();
            var refused = new AtomicInteger();
            var added = new CountDownLatch(2);
            for (int n = 0; n < 2; n++) {
                Thread.startVirtualThread(() -> {
                    for (int k = 0; k < 3; k++) {
                        if (!closing.add(on -> run.incrementAndGet())) {
                            refused.incrementAndGet();
                        }
                    }
                    added.countDown();
                });
            }

            closing.close(left -> left.runOn(closing));

            added.await();
            while (run.get() + refused.get() < 6) {
                Thread.onSpinWait();
            }
            assertThat(run.get() + refused.get()).isEqualTo(6);
        }
    }

    @Test
    void stepThatThrows_doesNotStopTheOthers() throws Exception {
        var done = new CountDownLatch(1);

        track.add(on -> {
            on.add(next -> done.countDown());
            throw new OutOfMemoryError("not really");
        });

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A process that has ended must not be kept until the next one runs, which may be never. */
    @Test
    void stepThatWasTheLast_isNotKept() throws Exception {
        var done = new CountDownLatch(1);

        track.add(on -> done.countDown());
        done.await();

        await().until(() -> track.running() == null);
        assertThat(track.begun()).isEqualTo(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitAt(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
