/**
 * The log of a topic: a publication is written once, and each subscription queue that only takes messages in order
 * reads it by a cursor of its own. Start reading at {@link dev.simbroker.internal.log.TopicLog}.
 *
 * <p>It guarantees that each cursor takes each message once and in the order of publication, and that a segment is held
 * by nobody once all cursors have passed it. It knows {@code internal.message} and {@code internal.util}.
 *
 * <p>Logs are appended to, and cursors started and stopped, inside the broker's guard. Any thread may look at a cursor,
 * and read from it outside the guard as its kind allows.
 */
@NullMarked
package dev.simbroker.internal.log;

import org.jspecify.annotations.NullMarked;
