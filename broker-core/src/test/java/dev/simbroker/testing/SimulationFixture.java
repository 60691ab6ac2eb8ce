package dev.simbroker.testing;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A simulation for each test, closed after it, and a log of what happens in it. */
public abstract class SimulationFixture {

    protected static final Instant START = Simulation.DEFAULT_START;

    protected final Simulation simulation = Simulation.create();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void closeSimulation() {
        simulation.close();
    }

    /** The line with which the message of a failure ends. */
    protected final String replayLine() {
        return replayLine(simulation);
    }

    protected static String replayLine(Simulation simulation) {
        return "replay with Simulation.builder().replay(\"" + simulation.replay() + "\")";
    }

    protected static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines);
    }

    /** Notes an event, and when it happened. */
    protected final void log(String event) {
        String time = simulation.elapsed().toString().substring("PT".length());
        log.add(time.toLowerCase(Locale.ROOT) + " " + event);
    }

    protected final List<String> log() {
        return log;
    }

    /** Spawns a process that sleeps and then logs its name. */
    protected final SimProcess spawnSleeper(String name, Duration duration) {
        return simulation.spawn(name, () -> {
            simulation.sleep(duration);
            log(name);
        });
    }

    /** Spawns a process that waits until it is woken, and logs how its wait ended. */
    protected final SimProcess spawnWaiter(String name) {
        return simulation.spawn(name, () -> {
            try {
                awaitParcel();
                log(name + " woken");
            } catch (InterruptedException e) {
                log(name + " interrupted");
            }
        });
    }

    /** Waits until woken, or for no reason. */
    protected final void awaitParcel() throws InterruptedException {
        simulation.spi().currentWaiter().await(() -> "a parcel", Scheduler.FOREVER);
    }

    protected final void scheduleLog(String name, Duration delay) {
        simulation.schedule(delay, () -> log(name));
    }

    protected static Duration seconds(long amount) {
        return Duration.ofSeconds(amount);
    }

    /** The throwable of {@code action} on a thread that the simulation does not know, or null. */
    protected static @Nullable Throwable thrownOnAnotherThread(ThrowingCallable action) throws InterruptedException {
        var thrown = new Object() {
            @Nullable Throwable value;
        };
        Thread thread = Thread.ofPlatform().name("stranger").start(() -> thrown.value = catchThrowable(action));
        thread.join();
        return thrown.value;
    }

    protected static void assertRefused(ThrowingCallable action, String message) {
        assertThatIllegalStateException().isThrownBy(action).withMessage(message);
    }
}
