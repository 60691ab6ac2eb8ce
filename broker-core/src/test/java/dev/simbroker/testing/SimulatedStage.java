package dev.simbroker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.List;

/** A stage in simulated time, where the processes take turns as a schedule says. */
public record SimulatedStage(Simulation scheduler) implements Stage {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Longer than what contracts call short, and shorter than what they call long. */
    private static final Duration SETTLING = Duration.ofMillis(1);

    /** A stage on which processes take turns first come, first served. */
    public static SimulatedStage fifo() {
        return new SimulatedStage(Simulation.create());
    }

    public static SimulatedStage of(Schedule schedule) {
        return new SimulatedStage(Simulation.builder().schedule(schedule).build());
    }

    public static SimulatedStage of(Schedule schedule, long seed) {
        return new SimulatedStage(
                Simulation.builder().schedule(schedule).seed(seed).build());
    }

    @Override
    public Duration second() {
        return SECOND;
    }

    @Override
    public Duration lateness() {
        return Duration.ZERO;
    }

    @Override
    public Duration elapsed() {
        return scheduler.elapsed();
    }

    @Override
    public SimProcess spawn(String name, ProcessBody body) {
        return scheduler.spawn(name, body);
    }

    @Override
    public void spawnAt(long second, String name, ProcessBody body) {
        scheduler.spawn(name, () -> {
            scheduler.sleep(Duration.ofSeconds(second));
            body.run();
        });
    }

    @Override
    public void at(long second, Runnable action) {
        spawnAt(second, "action at " + second, action::run);
    }

    @Override
    public void run() {
        scheduler.run();
    }

    @Override
    public void run(ProcessBody body) {
        scheduler.run(body);
    }

    @Override
    public void runToEnd(ProcessBody body) {
        try {
            scheduler.run(body);
            scheduler.run();
        } catch (ProcessFailedException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw e;
        }
        assertThat(scheduler.blocked()).isEmpty();
    }

    @Override
    public void settle() throws InterruptedException {
        scheduler.sleep(SETTLING);
    }

    @Override
    public void assertLog(List<String> log, String... expected) {
        assertThat(log).containsExactly(expected);
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
