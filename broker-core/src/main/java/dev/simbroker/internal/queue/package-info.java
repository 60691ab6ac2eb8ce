/**
 * The data structures under mailboxes and selects. Start reading at {@link dev.simbroker.internal.queue.MailboxBuffer}.
 *
 * <p>They know nothing of waiting, and only {@code internal.util} of the rest of the engine. They are used inside the
 * guard of their mailbox or select, except for the methods that say otherwise.
 */
@NullMarked
package dev.simbroker.internal.queue;

import org.jspecify.annotations.NullMarked;
