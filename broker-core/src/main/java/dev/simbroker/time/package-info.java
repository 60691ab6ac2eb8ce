/**
 * Floor 1: time and processes. {@link dev.simbroker.time.Simulation} is where to enter, and
 * {@link dev.simbroker.time.Scheduler} is the one seam through which everything above this floor meets time and
 * threads.
 *
 * <p>A {@linkplain dev.simbroker.time.SimProcess process} is ordinary blocking code on a virtual thread. In a
 * simulation exactly one process runs at a time, and the clock advances only once all of them are blocked; the run is a
 * pure function of the program and its seed. On the wall clock of {@link dev.simbroker.time.LiveScheduler} they really
 * run in parallel. The engines are in {@code internal.kernel} and {@code internal.live}; what queues and brokers need
 * of them is in {@link dev.simbroker.time.spi}.
 *
 * <p>A simulation belongs to the thread that drives it and to the processes it runs; each class says what may be called
 * from elsewhere.
 */
@NullMarked
package dev.simbroker.time;

import org.jspecify.annotations.NullMarked;
