package dev.simbroker.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.simbroker.time.spi.Guard;
import dev.simbroker.time.spi.WaitReason;
import dev.simbroker.time.spi.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is woken inside the guard of a live scheduler goes on when it can come in. */
class LiveGuardTest {

    private final Guard guard = new LiveGuard();
    private final List<Integer> woken = new ArrayList<>();

    /** Notes that it was woken, and that the door is open then. */
    private final class Noting implements Waiter {

        private final int number;

        Noting(int number) {
            this.number = number;
        }

        @Override
        public void await(WaitReason reason, long deadline) {
            throw new UnsupportedOperationException("nobody waits here");
        }

        @Override
        public void wake() {
            assertThat(guard.isHeldByCaller()).isFalse();
            woken.add(number);
        }
    }

    @Test
    void whoIsWokenInside_isWokenAtTheEndOfTheOutermostSection() {
        guard.enter();
        guard.enter();
        guard.wake(new Noting(1));
        guard.exit();
        assertThat(woken).isEmpty();
        guard.exit();
        assertThat(woken).containsExactly(1);
    }

    @Test
    void manyAreWoken_eachOnce_inOrder() {
        for (int section = 0; section < 2; section++) {
            guard.enter();
            for (int number = 0; number < 20; number++) {
                guard.wake(new Noting(20 * section + number));
            }
            guard.exit();
        }
        guard.enter();
        guard.exit();

        assertThat(woken)
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void aStrangersExit_isRefused_andLosesNoWake() throws InterruptedException {
        guard.enter();
        guard.wake(new Noting(1));
        var refusal = new AtomicReference<Throwable>();
        Thread stranger = Thread.ofVirtual().start(() -> refusal.set(catchThrowable(guard::exit)));
        stranger.join();
        assertThat(refusal.get()).isInstanceOf(IllegalMonitorStateException.class);
        guard.exit();
        assertThat(woken).containsExactly(1);
    }
}
