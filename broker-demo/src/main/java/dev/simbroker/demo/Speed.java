package dev.simbroker.demo;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * The speed of a run in real time.
 *
 * @param published the number of messages published
 * @param delivered the number of messages put into subscription queues
 * @param simulated the simulated time that passed
 * @param real the real time that passed; less than a millisecond counts as one
 */
record Speed(long published, long delivered, Duration simulated, Duration real) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Prints figures that depend on the machine and differ from run to run. */
    void print(PrintWriter to) {
        to.print("\n=== Speed ===\n");
        to.print("Real seconds: " + Seconds.format(real.toNanos()) + "\n");
        to.print("Messages published per real second: " + perRealSecond(BigDecimal.valueOf(published), 0) + "\n");
        to.print("Messages delivered per real second: " + perRealSecond(BigDecimal.valueOf(delivered), 0) + "\n");
        to.print("Simulated seconds per real second: " + perRealSecond(seconds(simulated), 1) + "\n");
        to.flush();
    }

    private String perRealSecond(BigDecimal amount, int decimals) {
        return amount.divide(seconds(real.compareTo(SHORTEST) < 0 ? SHORTEST : real), MathContext.DECIMAL64)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9));
    }
}
