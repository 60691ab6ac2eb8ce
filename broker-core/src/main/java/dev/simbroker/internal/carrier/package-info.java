/**
 * On what threads the processes of a simulation run, and nothing about what they do.
 *
 * <p>Start at {@link dev.simbroker.internal.carrier.Carriers}, which chooses one of two ways. Either way a process has
 * a virtual thread that parks until it has its turn ({@code ParkingCoroutine}). With the <i>baton</i> the JDK's
 * scheduler runs those threads, on any core. <i>Carried</i>, each has a scheduler of ours ({@code CarriedCoroutine}),
 * and all of a simulation run on the {@code Track} of its {@code OneCarrier}.
 *
 * <p><b>Threads.</b> The baton orders everything, on however many threads processes run: one track is faster than many,
 * and never needed for a result to be right. So where a process keeps its track, the others may simply go on another.
 *
 * <p>May import {@code time}, {@code time.spi} and {@code internal.util}.
 */
@NullMarked
package dev.simbroker.internal.carrier;

import org.jspecify.annotations.NullMarked;
