package dev.simbroker.testing;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.List;

/**
 * A clock under test, and what happens on it. A contract that is written against a stage holds in simulated time
 * ({@link SimulatedStage}) and on the wall clock ({@link LiveStage}).
 */
public interface Stage extends ProcessRunner {

    Scheduler scheduler();

    /** The unit of time of the tests: nothing that the library does by itself takes as long. */
    Duration second();

    /** The time by which something may be later than planned: zero where time stands still while processes run. */
    Duration lateness();

    /** Scheduler time since the stage was made, or since the body of {@link #run(ProcessBody)} began. */
    Duration elapsed();

    /** Spawns a process, and where processes run in parallel waits until it waits in its turn. */
    SimProcess spawn(String name, ProcessBody body);

    /** Spawns a process at {@code second}; those of the same second are spawned in this order. */
    void spawnAt(long second, String name, ProcessBody body);

    /** Runs {@code action} at {@code second}, before what is planned later for the same time. */
    void at(long second, Runnable action);

    /** Runs what was spawned and planned, until all have ended or wait forever. */
    void run();

    /** Runs {@code body} as a process until it has ended; what it throws fails the test. */
    void run(ProcessBody body);

    /**
     * Checks what processes noted, in this order where they take turns. A line such as {@code 5s taker: a} begins with
     * the second; the wall clock may be late.
     */
    void assertLog(List<String> log, String... expected);

    @Override
    default Runnable start(String name, ProcessBody body) {
        return scheduler().spawn(name, body)::interrupt;
    }

    /** The second it is now, from 0. */
    default long now() {
        return elapsed().dividedBy(second());
    }
}
