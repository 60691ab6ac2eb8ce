package dev.simbroker.internal.util;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** A scheduler's time as a {@link Clock} in any zone. */
public final class ZonedClock extends Clock {

    private final String name;
    private final InstantSource source;
    private final ZoneId zone;

    /** @param name what it calls itself */
    public ZonedClock(String name, InstantSource source, ZoneId zone) {
        this.name = name;
        this.source = source;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new ZonedClock(name, source, other);
    }

    @Override
    public Instant instant() {
        return source.instant();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZonedClock that && source.equals(that.source) && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return zone.hashCode();
    }

    @Override
    public String toString() {
        return name + "[" + instant() + "," + zone + "]";
    }
}
