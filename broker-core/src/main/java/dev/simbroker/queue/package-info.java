/**
 * Floor 2: queues and select, in the time of any {@link dev.simbroker.time.Scheduler}. Start reading at
 * {@link dev.simbroker.queue.Mailbox}.
 *
 * <p>A {@link dev.simbroker.queue.Mailbox} is a {@link java.util.concurrent.BlockingQueue}; a
 * {@link dev.simbroker.queue.Select} waits on many {@linkplain dev.simbroker.queue.Source sources} at once and takes
 * from exactly one. Both lose nothing under time-out and interruption.
 *
 * <p>This package knows {@code dev.simbroker.time} and the SPIs, and of the engine {@code internal.wait},
 * {@code internal.queue} and {@code internal.util}. Every process of the scheduler may use what is here; in a
 * simulation, so may the thread that drives it while it is not running.
 */
@NullMarked
package dev.simbroker.queue;

import org.jspecify.annotations.NullMarked;
