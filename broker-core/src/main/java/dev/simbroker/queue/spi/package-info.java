/**
 * What a {@link dev.simbroker.queue.Select} needs of its sources, of no use to anybody else. Start reading at
 * {@link dev.simbroker.queue.spi.SourceSpi}, which {@link dev.simbroker.queue.Source#spi} answers.
 *
 * <p>This package imports nothing of the library. Its methods may be called wherever the source itself may be used;
 * those of a {@link dev.simbroker.queue.spi.SourceSpi.Signal} are called inside the source's guard.
 */
@NullMarked
package dev.simbroker.queue.spi;

import org.jspecify.annotations.NullMarked;
