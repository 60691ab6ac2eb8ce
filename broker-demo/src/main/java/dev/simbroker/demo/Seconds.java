package dev.simbroker.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts times from and to decimal seconds without binary floating point. */
final class Seconds {

    /** The longest valid time, about 31 years. */
    static final BigDecimal LONGEST = BigDecimal.valueOf(1_000_000_000);

    private static final int NANO_DIGITS = 9;

    private Seconds() {}

    /** {@code nanos} in seconds with one decimal, ties to even. */
    static String format(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS)
                .setScale(1, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** @throws ScenarioException if the time is negative, greater than {@link #LONGEST} or finer than a nanosecond */
    static Duration parse(String what, BigDecimal seconds) throws ScenarioException {
        if (seconds.signum() < 0) {
            throw new ScenarioException(what + " must not be negative: " + show(seconds));
        }
        if (seconds.compareTo(LONGEST) > 0) {
            throw new ScenarioException(what + " must be at most " + LONGEST + ": " + show(seconds));
        }
        if (seconds.stripTrailingZeros().scale() > NANO_DIGITS) {
            throw new ScenarioException(what + " must have at most " + NANO_DIGITS + " decimals: " + show(seconds));
        }
        return Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValueExact());
    }

    private static String show(BigDecimal seconds) {
        return Fields.cut(seconds.toString());
    }

    /** Reads decimal seconds from the command line. */
    static final class Converter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            try {
                return parse("it", new BigDecimal(value));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("it must be a number of seconds: " + value);
            } catch (ScenarioException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
