/**
 * Waiting in line: the processes that wait for the same thing, served first come, first served, and the selects that
 * watch a source. Mailboxes, locks and subscription queues are built on it. Start reading at
 * {@link dev.simbroker.internal.wait.WaitQueue}.
 *
 * <p>It guarantees that nothing is lost: when an interrupt, a deadline and what is waited for come at the same moment,
 * the last wins. It knows the schedulers' SPI, that of sources, and {@code internal.util}.
 *
 * <p>Everything here belongs to the guard of what is waited for, and is used inside it, except for the waits
 * themselves.
 */
@NullMarked
package dev.simbroker.internal.wait;

import org.jspecify.annotations.NullMarked;
