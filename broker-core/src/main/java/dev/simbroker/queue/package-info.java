/**
 * Floor 2: queues and select, in the time of any {@link dev.simbroker.time.Scheduler}.
 *
 * <p>{@link dev.simbroker.queue.Mailbox} is a {@link java.util.concurrent.BlockingQueue};
 * {@link dev.simbroker.queue.Select} waits on many {@linkplain dev.simbroker.queue.Source sources} at once and takes from
 * exactly one. Both lose nothing under time-out and interruption.
 *
 * <p>They may be used by every process of their scheduler; in a simulation, also by the thread that drives it while it is
 * not running.
 */
@NullMarked
package dev.simbroker.queue;

import org.jspecify.annotations.NullMarked;
