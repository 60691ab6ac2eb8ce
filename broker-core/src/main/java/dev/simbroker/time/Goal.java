package dev.simbroker.time;

import org.jspecify.annotations.Nullable;

/**
 * What a run goes on for.
 *
 * @param limit the last time at which something may happen
 * @param body the process with whose end it ends, if there is one
 * @param foregroundOnly whether it ends when only background processes are left
 */
record Goal(long limit, @Nullable SimulatedProcess body, boolean foregroundOnly) {

    static final Goal QUIESCENCE = new Goal(Scheduler.FOREVER, null, true);

    boolean awaitsBody() {
        return body != null && !body.isTerminated();
    }
}
