package dev.simbroker.internal.subscription;

import dev.simbroker.time.spi.WaitReason;
import java.util.function.Supplier;

/**
 * What is waited for in a broker. Its leases, delays and handlers end with the scheduler, and so does the wait.
 */
public record BrokerWait(Supplier<String> words) implements WaitReason {

    @Override
    public String describe() {
        return words.get();
    }

    @Override
    public boolean endsWithScheduler() {
        return true;
    }
}
