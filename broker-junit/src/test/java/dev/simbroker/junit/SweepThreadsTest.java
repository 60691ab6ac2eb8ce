package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** How many threads a sweep uses. */
class SweepThreadsTest {

    private static final Queue<String> LOG = new ConcurrentLinkedQueue<>();
    private static final Set<Object> INSTANCES = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void clear() {
        LOG.clear();
        INSTANCES.clear();
    }

    @Test
    void sweeps_useAllCores() {
        Launch.of(Threads.class, "all").passed(1);
    }

    @Test
    void sweepsThatShareSomething_useOneThread() {
        Launch.of(Threads.class, "sameThread").passed(1);
        Launch.of(Threads.class, "locked").passed(1);
        Launch.of(OneInstance.class).passed(1);
        assertThat(INSTANCES).hasSize(1);
        assertThat(LOG).hasSize(10);
    }

    static class Threads {

        private static final int CORES = Runtime.getRuntime().availableProcessors();
        private static final CountDownLatch ALL = new CountDownLatch(CORES);

        private static final Set<Thread> RUNNING = ConcurrentHashMap.newKeySet();

        @SimulationTest(seeds = 200)
        void all() throws InterruptedException {
            ALL.countDown();
            assertTrue(ALL.await(10, TimeUnit.SECONDS), "each core runs one, at the same time");
        }

        @SimulationTest(seeds = 50)
        @Execution(ExecutionMode.SAME_THREAD)
        void sameThread(Simulation simulation) throws InterruptedException {
            alone(simulation);
        }

        @SimulationTest(seeds = 50)
        @ResourceLock("table")
        void locked(Simulation simulation) throws InterruptedException {
            alone(simulation);
        }

        private static void alone(Simulation simulation) throws InterruptedException {
            RUNNING.add(Thread.currentThread());
            assertThat(RUNNING).hasSize(1);
            simulation.sleep(Duration.ofHours(1));
            RUNNING.remove(Thread.currentThread());
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        private int inside;

        @SimulationTest(seeds = 10)
        void test(Simulation simulation) throws InterruptedException {
            INSTANCES.add(this);
            assertEquals(1, ++inside);
            simulation.sleep(Duration.ofHours(1));
            inside--;
            LOG.add("run");
        }
    }
}
