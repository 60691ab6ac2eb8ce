package dev.simbroker;

import dev.simbroker.internal.util.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** How long a message waits before it is delivered again. */
public sealed interface Backoff {

    /**
     * The delay after an attempt has failed.
     *
     * @param attempt the number of that attempt, from 1
     * @param random the source of jitter
     */
    Duration delay(int attempt, RandomGenerator random);

    /** No delay. */
    static Backoff none() {
        return new Fixed(Duration.ZERO);
    }

    /** Always the same delay. */
    static Backoff fixed(Duration delay) {
        return new Fixed(delay);
    }

    /** {@code initial}, doubled after each further attempt, at most {@code cap}; without jitter. */
    static Exponential exponential(Duration initial, Duration cap) {
        return new Exponential(initial, cap, 0);
    }

    /** The given delays one after the other; the last one repeats. As JetStream's {@code BackOff}. */
    static Backoff of(Duration first, Duration... further) {
        var delays = new ArrayList<Duration>();
        delays.add(first);
        delays.addAll(List.of(further));
        return new Listed(delays);
    }

    private static void check(String what, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + delay);
        }
    }

    /**
     * Always the same.
     *
     * @param delay the delay
     */
    record Fixed(Duration delay) implements Backoff {

        /** Checks the delay. */
        public Fixed {
            check("a backoff's delay", delay);
        }

        @Override
        public Duration delay(int attempt, RandomGenerator random) {
            return delay;
        }
    }

    /**
     * Doubled after each attempt.
     *
     * @param initial the delay after the first attempt
     * @param cap the longest delay
     * @param jitter the part of the delay, from 0 to 1, that is left to chance: with 0.2 a delay of 10 s becomes one
     *     between 8 s and 10 s
     */
    record Exponential(Duration initial, Duration cap, double jitter) implements Backoff {

        private static final int LARGEST_SHIFT = 62;

        /** Checks the values. */
        public Exponential {
            check("a backoff's initial delay", initial);
            if (cap.compareTo(initial) < 0) {
                throw new IllegalArgumentException(
                        "a backoff's cap must be at least its initial delay " + initial + ": " + cap);
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("a backoff's jitter must be from 0 to 1: " + jitter);
            }
        }

        /**
         * A copy with jitter, drawn from the scheduler's seeded random source.
         *
         * @throws IllegalArgumentException if {@code part} is not from 0 to 1
         */
        public Exponential jitter(double part) {
            return new Exponential(initial, cap, part);
        }

        @Override
        public Duration delay(int attempt, RandomGenerator random) {
            int doublings = Math.min(attempt - 1, LARGEST_SHIFT);
            long longest = Durations.nanos(cap);
            long first = Durations.nanos(initial);
            long delay = first > (longest >> doublings) ? longest : first << doublings;
            long chance = Math.min((long) (delay * jitter), Long.MAX_VALUE - 1);
            return Duration.ofNanos(chance == 0 ? delay : delay - random.nextLong(chance + 1));
        }
    }

    /**
     * As listed.
     *
     * @param delays the delays after the first, second, … attempt; the last one repeats
     */
    record Listed(List<Duration> delays) implements Backoff {

        /** Checks the delays. */
        public Listed {
            delays = List.copyOf(delays);
            if (delays.isEmpty()) {
                throw new IllegalArgumentException("a backoff's list of delays must not be empty: []");
            }
            delays.forEach(delay -> check("a backoff's delay", delay));
        }

        @Override
        public Duration delay(int attempt, RandomGenerator random) {
            return delays.get(Math.min(attempt, delays.size()) - 1);
        }
    }
}
