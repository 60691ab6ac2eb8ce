package dev.simbroker.internal.carrier;

import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Carrier;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two ways in which this library carries processes, and which of them a simulation has. */
public final class Carriers {

    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);

    private static final String PROPERTY = "simbroker.carrier";

    private Carriers() {}

    /** Processes on virtual threads of the JDK's scheduler, which hand the baton over by park and unpark. */
    public static Carrier.Factory baton() {
        return scheduler -> BatonCoroutine::new;
    }

    /**
     * All processes of a simulation on one platform thread.
     *
     * @throws UnsupportedOperationException if that is not possible in this JVM
     */
    public static Carrier.Factory carried() {
        return carried((process, scheduler) -> scheduler);
    }

    /**
     * The same with something before each thread's scheduler.
     *
     * @throws UnsupportedOperationException if that is not possible in this JVM
     */
    public static Carrier.Factory carried(BiFunction<CarriedProcess, Executor, Executor> schedulers) {
        String obstacle = Trial.OBSTACLE;
        if (obstacle != null) {
            throw new UnsupportedOperationException(
                    "one thread cannot carry the processes of a simulation, because " + obstacle);
        }
        return scheduler -> new OneCarrier(schedulers);
    }

    /**
     * The one that the system property asks for, or the best that is possible.
     *
     * @throws IllegalArgumentException if the property has another value
     * @throws UnsupportedOperationException if what it asks for is not possible
     */
    public static Carrier.Factory byDefault() {
        String asked = System.getProperty(PROPERTY);
        return switch (asked) {
            case null -> isCarriedByItself() ? carried() : baton();
            case "baton" -> baton();
            case "carried" -> carried();
            default ->
                throw new IllegalArgumentException(
                        "the system property " + PROPERTY + " must be 'baton' or 'carried', and is '" + asked + "'");
        };
    }

    private static boolean isCarriedByItself() {
        return SchedulerAccess.isOpen() && Trial.OBSTACLE == null;
    }

    /** Made once, by whoever asks first. */
    private static final class Trial {

        static final @Nullable String OBSTACLE = firstObstacle();

        private static @Nullable String firstObstacle() {
            String obstacle = SchedulerAccess.obstacle();
            if (obstacle == null) {
                obstacle = SelfCheck.run();
            }
            if (obstacle != null && SchedulerAccess.isOpen()) {
                LOG.warn("the JDK's scheduler carries the processes of simulations, because {}", obstacle);
            }
            return obstacle;
        }
    }
}
