package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.List;

/** In simulated time, where everything has its order. */
record SimulatedStage(Simulation scheduler) implements QueueStage {

    @Override
    public Duration second() {
        return Duration.ofSeconds(1);
    }

    @Override
    public long now() {
        return scheduler.elapsed().toSeconds();
    }

    @Override
    public SimProcess start(String name, ProcessBody body) {
        return scheduler.spawn(name, body);
    }

    @Override
    public void startAt(long second, String name, ProcessBody body) {
        scheduler.spawn(name, () -> {
            scheduler.sleep(Duration.ofSeconds(second));
            body.run();
        });
    }

    @Override
    public void at(long second, Runnable deed) {
        startAt(second, "deed at " + second, deed::run);
    }

    @Override
    public void run() {
        scheduler.run();
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
