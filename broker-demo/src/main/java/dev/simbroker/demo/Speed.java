package dev.simbroker.demo;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * How fast a run was.
 *
 * @param published how many messages were published
 * @param delivered how many messages were put into the queues of subscriptions
 * @param simulated how much simulated time went by
 * @param real how much real time went by; less than a millisecond counts as one
 */
record Speed(long published, long delivered, Duration simulated, Duration real) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Prints the figures, of which each depends on the machine and differs from run to run. */
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
