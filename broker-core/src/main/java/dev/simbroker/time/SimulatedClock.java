package dev.simbroker.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A kernel's time as a {@link Clock}. */
final class SimulatedClock extends Clock {

    private final Kernel kernel;
    private final ZoneId zone;

    SimulatedClock(Kernel kernel, ZoneId zone) {
        this.kernel = kernel;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SimulatedClock(kernel, other);
    }

    @Override
    public Instant instant() {
        return kernel.instant(kernel.now());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SimulatedClock that && kernel == that.kernel && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return zone.hashCode();
    }

    @Override
    public String toString() {
        return "SimulatedClock[" + instant() + "," + zone + "]";
    }
}
