package dev.simbroker.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatonTest {

    /** A thread that does what it is told. */
    private static final class Runner implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final DrivingThread holder = get(DrivingThread::new);

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

    @Test
    void onlyTheHolderHasAccess_howeverTheBatonGoesRound() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var baton = new Baton(() -> {});
            Runner holder = null;
            for (int step = 0; step < 50; step++) {
                holder = move(baton, holder, runners.get(random.nextInt(runners.size())), random.nextInt(3));
                check(baton, holder);
            }
        }
    }

    /** Moves the baton and answers who has it then. */
    private static @Nullable Runner move(Baton baton, @Nullable Runner holder, Runner next, int way) {
        if (holder == null) {
            next.run(() -> baton.take(next.holder));
            return next;
        }
        if (way == 0) {
            holder.run(baton::release);
            return null;
        }
        if (way == 1) {
            holder.run(() -> baton.give(holder.holder, next.holder));
        } else {
            assertThat(baton.pass(holder.holder, next.holder)).isTrue();
        }
        return next;
    }

    private void check(Baton baton, @Nullable Runner holder) {
        for (Runner runner : runners) {
            assertThat(runner.is(baton::mayAccess)).isEqualTo(holder == null || runner == holder);
            assertThat(runner.is(baton::isHeldByCaller)).isEqualTo(runner == holder);
        }
    }

    @Test
    void batonThatWasTakenAway_cannotBeGiven() {
        Runner stuck = runners.get(0);
        Runner driver = runners.get(1);
        var baton = new Baton(() -> {});
        baton.take(stuck.holder);

        assertThat(baton.pass(stuck.holder, driver.holder)).isTrue();

        assertThat(baton.pass(stuck.holder, driver.holder)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> baton.give(stuck.holder, driver.holder))
                .withMessageContaining("has lost its turn: it was blocked too long");
        assertThat(baton.isHeldBy(driver.holder)).isTrue();
    }
}
