/**
 * The engine of the live clock: virtual threads that really run in parallel, on the machine's monotonic clock.
 *
 * <p>Start at {@link dev.simbroker.internal.live.LiveEngine}, which is to a {@link dev.simbroker.time.LiveScheduler}
 * what the kernel is to a simulation. {@code LiveTime} is the one place with the system's clock.
 *
 * <p>Thread-safe throughout; a field that a lock guards says so.
 *
 * <p>May import {@code time}, {@code time.spi}, {@code internal.util}, and of {@code internal.kernel} only
 * {@code CallSite}.
 */
@NullMarked
package dev.simbroker.internal.live;

import org.jspecify.annotations.NullMarked;
