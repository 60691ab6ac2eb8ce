package dev.simbroker.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may touch a simulation as the baton goes round. */
class BatonTest {

    /** A thread with its coroutine, which does what it is told. */
    private static final class Runner implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Coroutine coroutine = get(Coroutine::current);

        <T> T get(Callable<T> action) {
            try {
                return thread.submit(action).get();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        boolean is(BooleanSupplier condition) {
            return get(condition::getAsBoolean);
        }

        void run(Runnable action) {
            get(Executors.callable(action));
        }

        @Override
        public void close() {
            thread.close();
        }
    }

    private final List<Runner> runners = List.of(new Runner(), new Runner(), new Runner());

    @AfterEach
    void endThreads() {
        runners.forEach(Runner::close);
    }

    /** Who gives it away has nothing to do but to wait, so it is enough that it may not go on once the next one has. */
    @Test
    void whoHoldsItMayAccess_andNoOtherWhileAnybodyDoes_howeverItGoesRound() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var baton = new Baton(random.nextBoolean());
            Runner holder = null;
            Runner last = null;
            for (int step = 0; step < 50; step++) {
                Runner before = holder;
                Runner next = runners.get(random.nextInt(runners.size()));
                if (before == null) {
                    next.run(() -> baton.take(next.coroutine));
                    holder = next;
                    if (last != null) {
                        assertThat(last.is(baton::isSignedByCaller)).isFalse();
                    }
                } else {
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            before.run(baton::release);
                            last = before;
                            holder = null;
                        }
                        case 1 -> {
                            before.run(() -> baton.give(before.coroutine, next.coroutine));
                            holder = next;
                        }
                        case 2 -> {
                            assertThat(baton.takeFrom(before.coroutine, next.coroutine))
                                    .isTrue();
                            assertThat(before.is(baton::isSignedByCaller)).isFalse();
                            holder = next;
                        }
                        default -> {
                            if (random.nextInt(5) == 0) {
                                baton.endCalm();
                            }
                        }
                    }
                }
                check(baton, holder);
            }
        }
    }

    /** The two meet at about the same moment, one of them a little later each time. */
    @Test
    void whoSignsWhileItIsTakenAway_mayNotGoOn() throws Exception {
        Runner stuck = runners.get(0);
        Runner driver = runners.get(1);
        for (int round = 0; round < 5_000; round++) {
            var baton = new Baton(true);
            baton.take(stuck.coroutine);
            int delay = round % 50;
            var missing = new AtomicInteger(2);
            var signing = stuck.thread.submit(() -> {
                meet(missing, 0);
                baton.sign();
            });
            var taking = driver.thread.submit(() -> {
                meet(missing, delay);
                return baton.takeFrom(stuck.coroutine, driver.coroutine);
            });
            signing.get();
            assertThat(taking.get()).isTrue();
            assertThat(stuck.is(baton::isSignedByCaller)).isFalse();
        }
    }

    private static void meet(AtomicInteger missing, int delay) {
        missing.decrementAndGet();
        while (missing.get() > 0) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < delay; i++) {
            missing.get();
        }
    }

    private void check(Baton baton, @Nullable Runner holder) {
        if (holder != null) {
            holder.run(baton::sign);
        }
        for (Runner runner : runners) {
            assertThat(runner.is(baton::mayAccess)).isEqualTo(holder == null || runner == holder);
            assertThat(runner.is(baton::isSignedByCaller)).isEqualTo(runner == holder && baton.isCalm());
        }
    }
}
