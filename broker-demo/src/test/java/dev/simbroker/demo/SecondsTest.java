package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsTest {

    @ParameterizedTest
    @CsvSource({
        "0,0.0",
        "50000000,0.0",
        "50000001,0.1",
        "149999999,0.1",
        "150000000,0.2",
        "1250000000,1.2",
        "3750000000,3.8",
        "999950000000,1000.0"
    })
    void times_areShownWithOneDecimal_tiesToEven(long nanos, String shown) {
        assertThat(Seconds.format(nanos)).isEqualTo(shown);
    }

    @Test
    void decimals_areReadExactly() throws ScenarioException {
        assertThat(Seconds.parse("it", new BigDecimal("0.1"))).isEqualTo(Duration.ofMillis(100));
        assertThat(Seconds.parse("it", new BigDecimal("0.000000001"))).isEqualTo(Duration.ofNanos(1));
        assertThat(Seconds.parse("it", new BigDecimal("1e3"))).isEqualTo(Duration.ofSeconds(1000));
        assertThat(Seconds.parse("it", Seconds.LONGEST)).isEqualTo(Duration.ofSeconds(1_000_000_000));
    }

    @Test
    void tenths_addUpExactly() throws ScenarioException {
        var tenth = Seconds.parse("it", new BigDecimal("0.1"));

        assertThat(tenth.multipliedBy(10)).isEqualTo(Duration.ofSeconds(1));
    }
}
