package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Delays of a backoff grow as configured, stay within their cap, and jitter only shortens them. */
class BackoffTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

    private static List<Duration> delays(Backoff backoff, int attempts, RandomGenerator random) {
        return IntStream.rangeClosed(1, attempts)
                .mapToObj(attempt -> backoff.delay(attempt, random))
                .toList();
    }

    private static List<Duration> delays(Backoff backoff, int attempts) {
        return delays(backoff, attempts, new Random(0));
    }

    private static Duration seconds(long amount) {
        return Duration.ofSeconds(amount);
    }

    @Test
    void none_isNoDelay() {
        assertThat(delays(Backoff.none(), 3)).containsOnly(Duration.ZERO);
    }

    @Test
    void fixed_isAlwaysTheSame() {
        assertThat(delays(Backoff.fixed(seconds(7)), 3)).containsExactly(seconds(7), seconds(7), seconds(7));
    }

    @Test
    void exponential_doubles_upToItsCap() {
        assertThat(delays(Backoff.exponential(SECOND, seconds(10)), 6))
                .containsExactly(seconds(1), seconds(2), seconds(4), seconds(8), seconds(10), seconds(10));
    }

    @Test
    void exponential_neverOverflows() {
        var longest = Duration.ofNanos(Long.MAX_VALUE);

        assertThat(Backoff.exponential(SECOND, LONGEST).delay(1_000_000, new Random(0)))
                .isEqualTo(longest);
        assertThat(Backoff.exponential(LONGEST, LONGEST).delay(1, new Random(0)))
                .isEqualTo(longest);
        assertThat(Backoff.exponential(LONGEST, LONGEST).jitter(1).delay(1, new Random(0)))
                .isBetween(Duration.ZERO, longest);
        assertThat(Backoff.exponential(Duration.ZERO, MINUTE).delay(100, new Random(0)))
                .isZero();
    }

    @Test
    void jitter_takesAwayAtMostItsPart_andIsSpreadOverAllOfIt() {
        var backoff = Backoff.exponential(seconds(10), seconds(10)).jitter(0.2);

        var delays = delays(backoff, 10_000);

        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(seconds(8), seconds(10)));
        assertThat(delays).anySatisfy(delay -> assertThat(delay).isLessThan(Duration.ofMillis(8010)));
        assertThat(delays).anySatisfy(delay -> assertThat(delay).isGreaterThan(Duration.ofMillis(9990)));
    }

    @Test
    void jitter_isTheSame_fromTheSameSeed() {
        var backoff = Backoff.exponential(SECOND, MINUTE).jitter(0.5);

        assertThat(delays(backoff, 20, new Random(7)))
                .isEqualTo(delays(backoff, 20, new Random(7)))
                .isNotEqualTo(delays(backoff, 20, new Random(8)));
    }

    @Test
    void withoutJitter_nothingIsLeftToChance() {
        var random = new Random(7);
        delays(Backoff.exponential(SECOND, MINUTE), 20, random);
        delays(Backoff.of(SECOND, MINUTE), 20, random);

        assertThat(random.nextLong()).isEqualTo(new Random(7).nextLong());
    }

    @Test
    void list_isGoneThrough_andItsLastDelayRepeats() {
        assertThat(delays(Backoff.of(seconds(1), seconds(5), seconds(2)), 5))
                .containsExactly(seconds(1), seconds(5), seconds(2), seconds(2), seconds(2));
    }

    @Test
    void backoffsOfTheSameSettings_areEqual() {
        assertThat(Backoff.of(SECOND, MINUTE)).isEqualTo(new Backoff.Listed(List.of(SECOND, MINUTE)));
        assertThat(Backoff.none()).isEqualTo(Backoff.fixed(Duration.ZERO));
        assertThat(Backoff.exponential(SECOND, MINUTE))
                .isNotEqualTo(Backoff.exponential(SECOND, MINUTE).jitter(1));
    }

    @Test
    void values_areChecked() {
        var negative = seconds(-1);

        assertRefused(() -> Backoff.fixed(negative), "a backoff's delay must not be negative: PT-1S");
        assertRefused(() -> Backoff.of(SECOND, negative), "a backoff's delay must not be negative: PT-1S");
        assertRefused(() -> new Backoff.Listed(List.of()), "a backoff's list of delays must not be empty: []");
        assertRefused(
                () -> Backoff.exponential(negative, SECOND), "a backoff's initial delay must not be negative: PT-1S");
        assertRefused(
                () -> Backoff.exponential(MINUTE, SECOND),
                "a backoff's cap must be at least its initial delay PT1M: PT1S");
        assertRefused(
                () -> Backoff.exponential(SECOND, MINUTE).jitter(1.5), "a backoff's jitter must be from 0 to 1: 1.5");
        assertRefused(
                () -> Backoff.exponential(SECOND, MINUTE).jitter(Double.NaN),
                "a backoff's jitter must be from 0 to 1: NaN");
    }

    private static void assertRefused(ThrowingCallable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action).withMessage(message);
    }
}
