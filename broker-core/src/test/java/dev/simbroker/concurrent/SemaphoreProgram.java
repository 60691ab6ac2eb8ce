package dev.simbroker.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Processes that acquire and release as chance has it, and the law that permits are neither made nor lost. */
final class SemaphoreProgram {

    private static final int PROCESSES = 8;
    private static final int ROUNDS = 30;
    private static final int PERMITS = 4;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final boolean inOrder;
    private final ProcessSemaphore semaphore;
    private final List<SimProcess> processes = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    /** The waiting processes, with the permits that they want, in the order in which they came. */
    private final List<String> asking = new ArrayList<>();

    private int held;

    private SemaphoreProgram(Simulation simulation, boolean inOrder) {
        this.inOrder = inOrder;
        this.simulation = simulation;
        this.random = simulation.random();
        this.semaphore = ProcessSemaphore.create(simulation, "seats", PERMITS);
    }

    /**
     * Everything that happened, in order. Only where processes take turns in order do they join the waiters in the
     * order in which they asked.
     */
    static List<String> run(long seed, Schedule schedule, boolean inOrder) {
        try (var simulation = Simulation.builder().seed(seed).schedule(schedule).build()) {
            return new SemaphoreProgram(simulation, inOrder).run();
        }
    }

    private List<String> run() {
        for (int n = 0; n < PROCESSES; n++) {
            String name = "p" + n;
            processes.add(simulation.spawn(name, () -> live(name)));
        }
        simulation.run();
        assertThat(simulation.blocked()).isEmpty();
        assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
        assertThat(semaphore.waiting()).isZero();
        return log;
    }

    private void live(String name) {
        for (int n = 0; n < ROUNDS; n++) {
            try {
                simulation.sleep(time());
                if (random.nextInt(4) == 0) {
                    processes.get(random.nextInt(PROCESSES)).interrupt();
                } else {
                    sit(name, random.nextInt(PERMITS + 1));
                }
            } catch (InterruptedException e) {
                log(name + " interrupted");
            }
        }
    }

    private void sit(String name, int permits) throws InterruptedException {
        if (!ask(name, permits)) {
            log(name + " gave up");
            return;
        }
        held += permits;
        int available = semaphore.availablePermits(); // before which others may go first, unlike between the two
        assertThat(available + held).isLessThanOrEqualTo(PERMITS);
        log(name + " has " + permits);
        try {
            simulation.sleep(time());
        } finally {
            held -= permits;
            semaphore.release(permits);
        }
    }

    private boolean ask(String name, int permits) throws InterruptedException {
        asking.add(name);
        boolean has = false;
        try {
            has = acquire(permits);
        } finally {
            if (has && inOrder) {
                assertThat(name).as("who has waited longest").isEqualTo(asking.getFirst());
            }
            asking.remove(name);
        }
        return has;
    }

    private boolean acquire(int permits) throws InterruptedException {
        switch (random.nextInt(3)) {
            case 0 -> semaphore.acquireUninterruptibly(permits);
            case 1 -> semaphore.acquire(permits);
            default -> {
                return semaphore.tryAcquire(permits, time().toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        return true;
    }

    private Duration time() {
        return Duration.ofMillis(100L * random.nextInt(6));
    }

    private void log(String event) {
        log.add(simulation.nanoTime() + " " + event);
    }
}
