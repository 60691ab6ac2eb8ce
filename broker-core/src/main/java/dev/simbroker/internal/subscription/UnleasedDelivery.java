package dev.simbroker.internal.subscription;

import dev.simbroker.Attempt;
import java.util.List;

/** The one attempt at a message that is delivered at most once: its receipt settles it. */
abstract sealed class UnleasedDelivery<T> extends LocalDelivery<T> permits LoggedDelivery, QueuedDelivery {

    @Override
    public final int attempt() {
        return 1;
    }

    @Override
    public final List<Attempt> history() {
        return List.of();
    }
}
