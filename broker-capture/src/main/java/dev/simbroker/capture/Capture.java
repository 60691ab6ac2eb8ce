package dev.simbroker.capture;

import dev.simbroker.capture.agent.Agent;
import dev.simbroker.time.spi.Carrier;
import java.util.Optional;

/**
 * Captures what the processes of a simulation do with the JDK: code that knows nothing of simulated time then runs in
 * it, unchanged.
 *
 * <pre>{@code
 * try (var simulation = Simulation.builder().carrier(Capture.carrier()).build()) {
 *     simulation.run(() -> Thread.sleep(Duration.ofDays(1))); // takes no time
 * }
 * }</pre>
 *
 * <p>Inside such a simulation clocks tell simulated time, whatever parks waits in simulated time, and threads that are
 * started become processes. Threads outside, other simulations among them, are left alone. The agent has to be there:
 * {@code -javaagent:broker-capture.jar}.
 */
public final class Capture {

    private Capture() {}

    /**
     * Carries the processes of a simulation as {@link Carrier#carried()} does, and captures what they do.
     *
     * @throws UnsupportedOperationException if that is not possible in this JVM, see {@link #obstacle}
     */
    public static Carrier.Factory carrier() {
        obstacle().ifPresent(why -> {
            throw new UnsupportedOperationException("nothing can be captured in this JVM, because " + why);
        });
        return CapturedSimulation::new;
    }

    /** Why nothing can be captured in this JVM, for a person to read; empty if it can. */
    public static Optional<String> obstacle() {
        return Optional.ofNullable(Agent.obstacle());
    }
}
