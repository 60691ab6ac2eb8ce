package dev.simbroker.bench;

import java.util.Locale;

/**
 * What one measurement of one contender said.
 *
 * @param nanos how long an operation took, in nanoseconds; NaN where time was not measured
 * @param bytes how much an operation allocated, or, of a footprint, how much heap one thing keeps
 */
record Sample(double nanos, double bytes) {

    @Override
    public String toString() {
        String time = Double.isNaN(nanos) ? "" : String.format(Locale.ROOT, "%,.1f ns, ", nanos);
        return time + String.format(Locale.ROOT, "%,.1f bytes", bytes);
    }
}
