/**
 * Messages as the engine stores them.
 *
 * <p>Start reading at {@link dev.simbroker.internal.message.StoredMessage}.
 *
 * <p>It may import the public API, {@code time} and {@code util}.
 */
@NullMarked
package dev.simbroker.internal.message;

import org.jspecify.annotations.NullMarked;
