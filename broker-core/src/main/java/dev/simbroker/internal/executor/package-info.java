/**
 * Executors and futures whose tasks are processes, and whose waits are in the time of their scheduler.
 *
 * <p>Start at {@link dev.simbroker.internal.executor.ProcessExecutor}. {@code FutureWait} waits for a future of any
 * kind: {@code ProcessFuture} wakes its waiters, {@code StageWait} is called back, {@code PollingWait} looks now and
 * then.
 *
 * <p>Thread-safe on the live clock; in a simulation, for its processes. State belongs to the guard that its class
 * names. Written against {@link dev.simbroker.time.Scheduler}, and so the same on every clock.
 *
 * <p>May import {@code time}, {@code time.spi} and {@code internal.util}.
 */
@NullMarked
package dev.simbroker.internal.executor;

import org.jspecify.annotations.NullMarked;
