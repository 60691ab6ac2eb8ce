package dev.simbroker.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;

/** Ours, in simulated time, where processes take turns as a schedule says. */
final class SimulatedWorld implements World {

    private final Simulation simulation;

    SimulatedWorld(Schedule schedule) {
        simulation = Simulation.builder().schedule(schedule).build();
    }

    @Override
    public Lock lock(String name) {
        return ProcessLock.create(simulation, name);
    }

    @Override
    public Semaphore semaphore(String name, int permits) {
        return new ProcessSemaphore(simulation, name, permits);
    }

    @Override
    public CountDownLatch latch(String name, int count) {
        return new ProcessLatch(simulation, name, count);
    }

    @Override
    public ExecutorService executor() {
        return simulation.executor();
    }

    @Override
    public ScheduledExecutorService scheduledExecutor() {
        return simulation.scheduledExecutor();
    }

    @Override
    public Runnable start(String name, ProcessBody body) {
        return simulation.spawn(name, body)::interrupt;
    }

    @Override
    public void run(ProcessBody body) {
        try {
            simulation.run(body);
            simulation.run();
        } catch (ProcessFailedException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw e;
        }
        assertThat(simulation.blocked()).isEmpty();
    }

    @Override
    public void settle() throws InterruptedException {
        simulation.sleep(Duration.ofMillis(1)); // longer than what the contracts call short
    }

    @Override
    public void close() {
        simulation.close();
    }
}
