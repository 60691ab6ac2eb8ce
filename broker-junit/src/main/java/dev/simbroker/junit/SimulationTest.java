package dev.simbroker.junit;

import dev.simbroker.time.Simulation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test in simulated time: its method, and the {@code @BeforeEach} and {@code @AfterEach} methods around it, run as processes of a
 * simulation of their own, so they may sleep, publish and receive, and take no real time.
 *
 * <p>They and the constructor may ask for: {@link Simulation} (or {@link dev.simbroker.time.Scheduler}),
 * {@link dev.simbroker.Broker} (audited), {@link Journal}, {@link io.micrometer.core.instrument.MeterRegistry} (in simulated time, with the
 * broker's meters), {@link java.util.random.RandomGenerator} or {@link java.util.Random} (seeded).
 *
 * <pre>{@code
 * @SimulationTest
 * void unacknowledgedOrderIsRedelivered(Simulation simulation, Broker broker) throws Exception {
 *     var billing = broker.subscribe(ORDERS, Subscription.named("billing").atLeastOnce(Duration.ofSeconds(30)));
 *     broker.publish(ORDERS, "order 1");
 *     billing.receive(); // never acknowledged
 *     simulation.sleep(Duration.ofSeconds(31));
 *     assertEquals(2, billing.receive().attempt());
 * }
 * }</pre>
 *
 * <p>At the end everything is unwound. The test fails if a process failed, waits forever or is still there (background processes and idle
 * handlers aside), if the broker's books do not balance, or at one of the limits.
 *
 * <p><b>Sweeps.</b> With several {@link #seeds}, {@link SchedulePolicy#EXHAUSTIVE} or {@link #audit}, the test is run many times within one
 * line of the report, each time on new instances of its class, with its own {@code @BeforeEach} and {@code @AfterEach} methods. Sweeps use
 * all cores, unless the method or class says {@link org.junit.jupiter.api.parallel.Execution @Execution(SAME_THREAD)}, has a
 * {@link org.junit.jupiter.api.parallel.ResourceLock @ResourceLock} or keeps one instance for all tests. Other extensions see a sweep as one
 * test.
 *
 * <p><b>Properties</b> (system properties, or JUnit's configuration parameters): {@code simbroker.seed=N} runs every test under exactly that
 * seed, {@code simbroker.seeds=N} gives every sweep over seeds that many (from {@code simbroker.seed} on, if that is set too), and
 * {@code simbroker.replay=…} repeats exactly the run that a failure has printed.
 *
 * <p>May stand together with {@code @ParameterizedTest}, {@code @RepeatedTest} and other templates: each of their invocations is then run
 * like this. To configure a whole class, or the broker, see {@link SimulationExtension#builder}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulationExtension.class)
public @interface SimulationTest {

    /** Under how many seeds to run the test; at least 1. */
    int seeds() default 1;

    /** The first seed; the others follow it. */
    long seed() default Simulation.DEFAULT_SEED;

    /** Which of the processes that could run comes first. */
    SchedulePolicy schedule() default SchedulePolicy.AUTO;

    /**
     * With {@link SchedulePolicy#PCT}, and refused with others: the number of changes between processes that a bug may need; at least 1.
     */
    int pctDepth() default Settings.Search.PCT_DEPTH;

    /**
     * With {@link SchedulePolicy#EXHAUSTIVE}, and refused with others: how many orders to try at most; at least 1. If there are more, the test
     * passes with a warning.
     */
    long interleavings() default Settings.Search.INTERLEAVINGS;

    /**
     * With {@link SchedulePolicy#EXHAUSTIVE}, and refused with others: how often in one order a process that could go on may have to let another go first; at least 0.
     * Unless said, there is no such bound.
     */
    int preemptions() default Settings.Search.PREEMPTIONS;

    /** Whether to run each seed twice, and compare what happened event by event. */
    boolean audit() default false;

    /** How long the test may take in simulated time, in ISO 8601 such as {@code PT10M}; greater than zero. */
    String timeLimit() default Settings.Limits.TIME;

    /** How many steps the test may take: turns of processes, timers, and operations on queues and brokers; at least 1. */
    long stepLimit() default Settings.Limits.STEPS;

    /** How long the test, each seed of a sweep, may take in real time, in ISO 8601; greater than zero. */
    String realTimeLimit() default Settings.Limits.REAL_TIME;

    /**
     * For how long, in real time and in ISO 8601, a process may have its turn and be blocked outside the simulation, in a wait of the JDK's;
     * greater than zero.
     */
    String externalBlockingLimit() default Settings.Limits.EXTERNAL_BLOCKING;
}
