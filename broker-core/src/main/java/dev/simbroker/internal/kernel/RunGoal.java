package dev.simbroker.internal.kernel;

import dev.simbroker.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The condition that ends a run.
 *
 * @param limit the last time at which something may happen
 * @param body the process that ends it by its own end, or by resting, if there is one
 * @param foregroundOnly whether it ends when only background processes are left
 */
record RunGoal(long limit, @Nullable SimulatedProcess body, boolean foregroundOnly) {

    static final RunGoal QUIESCENCE = new RunGoal(Scheduler.FOREVER, null, true);

    boolean awaitsBody() {
        return body != null && !body.hasDone();
    }
}
