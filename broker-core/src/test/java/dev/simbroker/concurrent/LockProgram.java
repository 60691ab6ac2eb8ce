package dev.simbroker.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;

/**
 * Processes that make and take things under a lock, give up and are interrupted as chance has it, all in tenths of a
 * second so that much comes together; and the laws, checked at each step.
 */
final class LockProgram {

    private static final int PROCESSES = 8;
    private static final int ROUNDS = 30;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final boolean inOrder;
    private final Lock lock;
    private final Condition notEmpty;
    private final List<SimProcess> processes = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    /** The processes that have asked for the lock and neither got it nor given up, in the order in which they asked. */
    private final List<String> asking = new ArrayList<>();

    private int inside;
    private int things;
    private int takers;

    private LockProgram(Simulation simulation, boolean inOrder) {
        this.inOrder = inOrder;
        this.simulation = simulation;
        this.random = simulation.random();
        this.lock = ProcessLock.create(simulation, "store");
        this.notEmpty = lock.newCondition();
    }

    /**
     * Everything that happened, in order. Only where processes take turns in order do they join the waiters in the
     * order in which they asked.
     */
    static List<String> run(long seed, Schedule schedule, boolean inOrder) {
        try (var simulation = Simulation.builder().seed(seed).schedule(schedule).build()) {
            return new LockProgram(simulation, inOrder).run();
        }
    }

    private List<String> run() {
        for (int n = 0; n < PROCESSES; n++) {
            String name = "p" + n;
            processes.add(simulation.spawn(name, () -> live(name)));
        }
        simulation.run();
        // no signal was lost: no process waits for what is there
        assertThat(things == 0 || takers == 0)
                .as("%s things, %s takers", things, takers)
                .isTrue();
        assertThat(simulation.blocked())
                .allSatisfy(blocked -> assertThat(blocked.waitingFor()).startsWith("a signal"))
                .hasSize(takers);
        assertThat(asking).isEmpty();
        assertThat(inside).isZero();
        return log;
    }

    private void live(String name) {
        for (int n = 0; n < ROUNDS; n++) {
            try {
                simulation.sleep(time());
                act(name);
            } catch (InterruptedException e) {
                log(name + " interrupted");
            }
        }
    }

    private void act(String name) throws InterruptedException {
        if (random.nextInt(4) == 0) {
            processes.get(random.nextInt(PROCESSES)).interrupt();
        } else if (ask(name)) {
            enter(name);
            try {
                work(name);
            } finally {
                inside--;
                lock.unlock();
            }
        }
    }

    private boolean ask(String name) throws InterruptedException {
        asking.add(name);
        boolean has = false;
        try {
            has = acquire();
        } finally {
            if (has && inOrder) {
                assertThat(name).as("who has waited longest").isEqualTo(asking.getFirst());
            }
            asking.remove(name);
        }
        return has;
    }

    private boolean acquire() throws InterruptedException {
        switch (random.nextInt(3)) {
            case 0 -> lock.lock();
            case 1 -> lock.lockInterruptibly();
            default -> {
                return lock.tryLock(time().toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        return true;
    }

    private void enter(String name) {
        assertThat(++inside).as("processes inside").isEqualTo(1);
        log(name + " inside");
    }

    private void work(String name) throws InterruptedException {
        switch (random.nextInt(4)) {
            case 0 -> simulation.sleep(time());
            case 1 -> take(name);
            default -> {
                things++;
                notEmpty.signal();
            }
        }
    }

    private void take(String name) throws InterruptedException {
        long left = random.nextBoolean() ? time().toNanos() : Long.MAX_VALUE;
        while (things == 0) {
            if (left <= 0) {
                log(name + " gave up");
                return;
            }
            takers++;
            inside--;
            try {
                left = notEmpty.awaitNanos(left);
            } finally {
                takers--;
                enter(name);
            }
        }
        things--;
        log(name + " took");
    }

    private Duration time() {
        return Duration.ofMillis(100L * random.nextInt(6));
    }

    private void log(String event) {
        log.add(simulation.nanoTime() + " " + event);
    }
}
