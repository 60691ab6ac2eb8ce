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
 * A test in simulated time. Its method and its {@code @BeforeEach} and {@code @AfterEach} methods are run by one
 * process of a simulation that is the test's own: they may sleep, publish and receive, and take no real time.
 *
 * <p>These methods and the constructor may have parameters of the types {@link Simulation} (or
 * {@link dev.simbroker.time.Scheduler}), {@link dev.simbroker.Broker} (audited), {@link Journal},
 * {@link io.micrometer.core.instrument.MeterRegistry} (in simulated time, with the broker's meters), and
 * {@link java.util.random.RandomGenerator} or {@link java.util.Random} (seeded).
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
 * <p>At the end every process is unwound. The test fails if a process failed, waits forever or still exists (background
 * processes and idle handlers aside), if the broker's counters do not balance, or at one of the limits.
 *
 * <p><b>Sweeps.</b> With several {@link #seeds}, {@link SchedulePolicy#EXHAUSTIVE} or {@link #audit}, the test runs
 * many times within one line of the report, each time on new instances of its class and with its {@code @BeforeEach}
 * and {@code @AfterEach} methods. Sweeps use all cores unless the method or class has
 * {@link org.junit.jupiter.api.parallel.Execution @Execution(SAME_THREAD)} or a
 * {@link org.junit.jupiter.api.parallel.ResourceLock @ResourceLock} or one instance for all tests. Other extensions see
 * a sweep as one test.
 *
 * <p><b>Properties</b> (system properties, or JUnit's configuration parameters): {@code simbroker.seed=N} runs every
 * test under exactly that seed, {@code simbroker.seeds=N} sets the number of seeds of every sweep over seeds (from
 * {@code simbroker.seed} on if that is set, too), and {@code simbroker.replay=…} repeats exactly the run that a failure
 * has printed.
 *
 * <p>Can be combined with {@code @ParameterizedTest}, {@code @RepeatedTest} and other templates: each of their
 * invocations then runs in simulated time. To configure a whole class, or the broker, see
 * {@link SimulationExtension#builder}.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SimulationExtension.class)
public @interface SimulationTest {

    /** The number of seeds under which the test runs; at least 1. */
    int seeds() default 1;

    /** The first seed; the others follow it. */
    long seed() default Simulation.DEFAULT_SEED;

    /** The order in which processes run that could run at the same instant. */
    SchedulePolicy schedule() default SchedulePolicy.AUTO;

    /**
     * The depth for {@link SchedulePolicy#PCT}, rejected with other schedules: the number of events that must occur in
     * a certain order for a bug to show; at least 1.
     */
    int pctDepth() default Settings.Search.PCT_DEPTH;

    /**
     * The limit of orders that {@link SchedulePolicy#EXHAUSTIVE} tries, rejected with other schedules; at least 1. If
     * there are more, the test fails unless a part of them is {@linkplain #partial enough}.
     */
    long interleavings() default Settings.Search.INTERLEAVINGS;

    /**
     * Whether a part of the orders is enough for {@link SchedulePolicy#EXHAUSTIVE} if there are more than
     * {@link #interleavings}; rejected with other schedules. No proof then, but the test passes and its output says so.
     */
    boolean partial() default false;

    /**
     * The limit, for {@link SchedulePolicy#EXHAUSTIVE}, of preemptions of processes that could go on, in one order;
     * rejected with other schedules; at least 0. Unlimited by default.
     */
    int preemptions() default Settings.Search.PREEMPTIONS;

    /** Whether each seed is run twice and the runs are compared event by event. */
    boolean audit() default false;

    /**
     * Whether waits, clocks and threads of the JDK are those of the simulation, so that code which knows nothing of it
     * runs in simulated time. Needs the agent {@code broker-capture}; without it the test fails, and says how to add
     * it.
     */
    boolean capture() default false;

    /** The limit in simulated time, in ISO 8601 such as {@code PT10M}; greater than zero. */
    String timeLimit() default Settings.Limits.TIME;

    /**
     * The limit of steps at one instant: turns of processes and timers, or operations on queues and brokers; at least
     * 1.
     */
    long stepLimit() default Settings.Limits.STEPS;

    /** The limit of the test, or of each seed of a sweep, in real time, in ISO 8601; greater than zero. */
    String realTimeLimit() default Settings.Limits.REAL_TIME;

    /**
     * The limit, in real time and in ISO 8601, for which a process may hold its turn while it is blocked outside the
     * simulation, in a wait of the JDK's; greater than zero.
     */
    String externalBlockingLimit() default Settings.Limits.EXTERNAL_BLOCKING;

    /**
     * The same limit for a wait without a time that is no input or output, which no thread of the simulation can end;
     * in ISO 8601, greater than zero.
     */
    String indefiniteBlockingLimit() default Settings.Limits.INDEFINITE_BLOCKING;
}
