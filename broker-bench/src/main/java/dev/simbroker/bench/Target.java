package dev.simbroker.bench;

import java.util.Locale;

/** The value that a figure should reach. */
sealed interface Target {

    boolean isReached(double value);

    /** The target as a table shows it. */
    String text();

    record AtMost(double bound) implements Target {
        @Override
        public boolean isReached(double value) {
            return value <= bound;
        }

        @Override
        public String text() {
            return "at most " + number(bound);
        }
    }

    record AtLeast(double bound) implements Target {
        @Override
        public boolean isReached(double value) {
            return value >= bound;
        }

        @Override
        public String text() {
            return "at least " + number(bound);
        }
    }

    /** No target: the figure is for information. */
    record None() implements Target {
        @Override
        public boolean isReached(double value) {
            return true;
        }

        @Override
        public String text() {
            return "-";
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
