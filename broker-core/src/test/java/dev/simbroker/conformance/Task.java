package dev.simbroker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A process whose end another one looks at: its result or what it threw, and when. */
public final class Task<T> {

    private final BrokerKit kit;
    private final SimProcess process;
    private volatile @Nullable T result;
    private volatile @Nullable Throwable thrown;
    private volatile @Nullable Duration ended;

    Task(BrokerKit kit, String name, Callable<T> body) {
        this.kit = kit;
        this.process = kit.spawn(name, () -> {
            try {
                result = body.call();
            } catch (Exception e) {
                thrown = e;
            } finally {
                ended = kit.elapsed();
            }
        });
    }

    boolean isDone() {
        return ended != null;
    }

    void interrupt() {
        process.interrupt();
    }

    /** Waits for its end, and answers its result. */
    T result() throws InterruptedException {
        process.join();
        assertThat(thrown).as("thrown by %s", process.name()).isNull();
        return Objects.requireNonNull(result);
    }

    /** Waits for its end, and answers what it threw. */
    Throwable thrown() throws InterruptedException {
        process.join();
        assertThat(thrown)
                .as("thrown by %s, which came to %s", process.name(), result)
                .isNotNull();
        return Objects.requireNonNull(thrown);
    }

    /** Waits for its end, and checks when that was. */
    void assertEnded(Duration expected) throws InterruptedException {
        process.join();
        kit.assertDuration(Objects.requireNonNull(ended), expected);
    }
}
