package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpeedTest {

    /** A pattern of what a run prints on standard error, whatever the figures are. */
    static final String ANY = report("\\d+\\.\\d", "\\d+", "\\d+", "\\d+\\.\\d");

    private static String report(String real, String published, String delivered, String simulated) {
        return """

                === Speed ===
                Real seconds: %s
                Messages published per real second: %s
                Messages delivered per real second: %s
                Simulated seconds per real second: %s
                """.formatted(real, published, delivered, simulated);
    }

    private static String printed(Speed speed) {
        var text = new StringWriter();
        speed.print(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void figures_arePerRealSecond() {
        var speed = new Speed(2_500_000, 6_000_001, Duration.ofDays(1), Duration.ofMillis(12_500));

        assertThat(printed(speed)).isEqualTo(report("12.5", "200000", "480000", "6912.0"));
    }

    @Test
    void figures_areRounded_andNeverInScientificNotation() {
        var speed = new Speed(2, 2_000_000_000, Duration.ofNanos(1), Duration.ofSeconds(3));

        assertThat(printed(speed)).isEqualTo(report("3.0", "1", "666666667", "0.0"));
    }

    @Test
    void runThatTakesNoTime_countsAsAMillisecond() {
        var speed = new Speed(5, 9, Duration.ofSeconds(3), Duration.ZERO);

        assertThat(printed(speed)).isEqualTo(report("0.0", "5000", "9000", "3000.0"));
    }
}
