package dev.simbroker.bench;

import java.util.Locale;

/**
 * The result of one measurement of one contender.
 *
 * @param nanos the time of an operation in nanoseconds; NaN if it was not measured
 * @param bytes the bytes that an operation allocated or, for a footprint, that an object retains
 */
record Sample(double nanos, double bytes) {

    @Override
    public String toString() {
        String time = Double.isNaN(nanos) ? "" : String.format(Locale.ROOT, "%,.1f ns, ", nanos);
        return time + String.format(Locale.ROOT, "%,.1f bytes", bytes);
    }
}
