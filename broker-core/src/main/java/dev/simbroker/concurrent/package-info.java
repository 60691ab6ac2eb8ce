/**
 * Floor 2: locks, conditions, semaphores and latches with the contracts of {@link java.util.concurrent}, in the time of
 * any {@link dev.simbroker.time.Scheduler}. They are there for code under test that knows nothing of schedulers: each
 * can be given to it instead of the JDK's. Start reading at {@link dev.simbroker.concurrent.ProcessLock}.
 *
 * <p>In a simulation one process runs at a time, and holds the baton for it. A lock of the JDK would block its thread
 * with the baton in hand, and the process that could release the lock would never have its turn. These give the baton
 * away while they wait. They serve first come, first served, lose nothing under time-out and interruption, and are
 * named in reports.
 *
 * <p>This package knows {@code dev.simbroker.time} and its SPI, and of the engine {@code internal.wait} and
 * {@code internal.util}. Every process of the scheduler may use what is here, and each class says what other threads
 * may do.
 */
@NullMarked
package dev.simbroker.concurrent;

import org.jspecify.annotations.NullMarked;
