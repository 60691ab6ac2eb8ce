package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /** All but the one who gives it away: that one has nothing to do but to wait, until somebody has found the baton. */
    @Test
    void whoHoldsItMayAccess_andNoOtherWhileAnybodyDoes_howeverItGoesRound() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var baton = new Baton(random.nextBoolean());
            Runner holder = null;
            Runner giver = null;
            for (int step = 0; step < 50; step++) {
                Runner next = runners.get(random.nextInt(runners.size()));
                if (holder == null) {
                    next.run(() -> baton.take(next.coroutine));
                    holder = next;
                } else {
                    Runner before = holder;
                    switch (random.nextInt(6)) {
                        case 0 -> {
                            before.run(baton::release);
                            holder = null;
                            giver = null;
                        }
                        case 1 -> before.run(() -> baton.give(before.coroutine, next.coroutine));
                        case 2 -> {
                            assertThat(baton.takeFrom(before.coroutine, next.coroutine))
                                    .isTrue();
                            giver = null;
                            holder = next;
                        }
                        case 3 -> baton.endCalm();
                        default -> {
                            before.run(baton::sign);
                            giver = null;
                        }
                    }
                    if (baton.isHeldBy(next.coroutine) && holder != next) {
                        giver = giver == null ? before : giver;
                        holder = next;
                    }
                }
                check(baton, holder, giver);
            }
        }
    }

    private void check(Baton baton, @Nullable Runner holder, @Nullable Runner giver) {
        for (Runner runner : runners) {
            if (runner != giver) {
                boolean may = holder == null || runner == holder;
                assertThat(runner.is(baton::mayAccess)).isEqualTo(may);
                assertThat(runner.is(baton::isSignedByCaller)).isIn(false, may && holder != null && baton.isCalm());
            }
        }
    }

    @Test
    void holderSigns_onlyWhileItIsCalm() {
        var baton = new Baton(true);
        Runner runner = runners.getFirst();
        var signed = new ArrayList<Boolean>();

        signed.add(runner.is(baton::isSignedByCaller));
        runner.run(() -> baton.take(runner.coroutine));
        signed.add(runner.is(baton::isSignedByCaller));
        runner.run(baton::endCalm);
        signed.add(runner.is(baton::isSignedByCaller));
        runner.run(baton::sign);
        signed.add(runner.is(baton::isSignedByCaller));

        assertThat(signed).containsExactly(false, true, false, false);
        assertThat(runner.is(baton::mayAccess)).isTrue();
    }
}
