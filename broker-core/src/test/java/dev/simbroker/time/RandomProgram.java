package dev.simbroker.time;

import dev.simbroker.time.spi.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Processes that do to themselves and to each other whatever chance, seeded, tells them to. */
final class RandomProgram {

    private static final int FIRST = 8;
    private static final int MOST = 100;
    private static final int ACTIONS = 20;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final List<SimProcess> processes = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    private RandomProgram(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random();
    }

    /** Everything that happened, in order, and who was left waiting. */
    static List<String> run(long seed) {
        return run(Simulation.builder().seed(seed));
    }

    static List<String> run(Simulation.Builder builder) {
        try (var simulation = builder.build()) {
            return new RandomProgram(simulation).run();
        }
    }

    private List<String> run() {
        for (int n = 0; n < FIRST; n++) {
            spawn();
        }
        simulation.runFor(Duration.ofSeconds(5));
        log("between the runs");
        simulation.run();
        simulation
                .blocked()
                .forEach(blocked ->
                        log(blocked.name() + " waits for " + blocked.waitingFor() + " since " + blocked.since()));
        simulation.close();
        log("closed");
        return log;
    }

    private void spawn() {
        if (processes.size() < MOST) {
            String name = "p" + processes.size();
            processes.add(
                    random.nextInt(5) == 0
                            ? simulation.spawnBackground(name, () -> live(name))
                            : simulation.spawn(name, () -> live(name)));
        }
    }

    private void live(String name) {
        for (int n = 0; n < ACTIONS; n++) {
            try {
                act(name);
            } catch (InterruptedException e) {
                log(name + " interrupted");
            }
        }
        log(name + " ended");
    }

    private void act(String name) throws InterruptedException {
        switch (random.nextInt(10)) {
            case 0 -> spawn();
            case 1 -> any(processes).interrupt();
            case 2 -> log(name + " joined: " + any(processes).join(time()));
            case 3 -> schedule();
            case 4 -> cancel(name);
            case 5 -> await(name);
            case 6 -> wake();
            default -> simulation.sleep(time());
        }
        log(name);
    }

    private void schedule() {
        String name = "t" + timers.size();
        boolean spawns = random.nextInt(3) == 0;
        timers.add(simulation.schedule(time(), () -> {
            log(name);
            if (spawns) {
                spawn();
            } else {
                any(processes).interrupt();
            }
        }));
    }

    private void cancel(String name) {
        if (!timers.isEmpty()) {
            log(name + " cancelled: " + any(timers).cancel());
        }
    }

    private void await(String name) throws InterruptedException {
        Waiter waiter = simulation.spi().currentWaiter();
        waiters.add(waiter);
        boolean forEver = random.nextInt(20) == 0;
        waiter.await(
                () -> "a wake of " + name,
                forEver ? Scheduler.FOREVER : simulation.spi().deadlineAfter(time().toNanos()));
    }

    private void wake() {
        if (!waiters.isEmpty()) {
            any(waiters).wake();
        }
    }

    /** In tenths of a second, so that much happens at the same instant. */
    private Duration time() {
        return Duration.ofMillis(100L * random.nextInt(30));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void log(String event) {
        log.add(simulation.nanoTime() + " " + event);
    }
}
