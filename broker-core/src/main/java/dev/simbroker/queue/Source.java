package dev.simbroker.queue;

import dev.simbroker.queue.spi.SourceSpi;

/**
 * A queue that a {@link Select} can take elements from: a {@link Mailbox}, a subscriber.
 *
 * @param <E> the type of the elements
 */
public interface Source<E> {

    /** The methods that a {@link Select} uses; of no use to anybody else. */
    SourceSpi<E> spi();
}
