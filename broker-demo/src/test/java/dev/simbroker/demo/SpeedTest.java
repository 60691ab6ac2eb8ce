package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpeedTest {

    /** A pattern of what a run prints on standard error, whatever the figures are. */
    static final String ANY = """

            === Speed ===
            Real seconds: \\d+\\.\\d
            Messages published per real second: \\d+
            Messages delivered per real second: \\d+
            Simulated seconds per real second: \\d+\\.\\d
            """;

    private static String printed(Speed speed) {
        var text = new StringWriter();
        speed.print(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void figures_arePerRealSecond() {
        var speed = new Speed(2_500_000, 6_000_001, Duration.ofDays(1), Duration.ofMillis(12_500));

        assertThat(printed(speed)).isEqualTo("""

                === Speed ===
                Real seconds: 12.5
                Messages published per real second: 200000
                Messages delivered per real second: 480000
                Simulated seconds per real second: 6912.0
                """);
    }

    @Test
    void figures_areRounded_andNeverInScientificNotation() {
        var speed = new Speed(2, 2_000_000_000, Duration.ofNanos(1), Duration.ofSeconds(3));

        assertThat(printed(speed)).isEqualTo("""

                === Speed ===
                Real seconds: 3.0
                Messages published per real second: 1
                Messages delivered per real second: 666666667
                Simulated seconds per real second: 0.0
                """);
    }

    @Test
    void runThatTakesNoTime_countsAsAMillisecond() {
        var speed = new Speed(5, 9, Duration.ofSeconds(3), Duration.ZERO);

        assertThat(printed(speed)).isEqualTo("""

                === Speed ===
                Real seconds: 0.0
                Messages published per real second: 5000
                Messages delivered per real second: 9000
                Simulated seconds per real second: 3000.0
                """);
    }
}
