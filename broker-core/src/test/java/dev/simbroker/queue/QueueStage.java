package dev.simbroker.queue;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import java.time.Duration;
import java.util.List;

/** What the contracts of the queues are played on: a clock, processes, and things that are done at their time. */
interface QueueStage extends AutoCloseable {

    Scheduler scheduler();

    /** How long the seconds of these tests are. */
    Duration second();

    /** The second it is now, from 0. */
    long now();

    /** Starts a process, before the time begins or at {@code second}; those that start at the same time do so in this order. */
    SimProcess start(String name, ProcessBody body);

    void startAt(long second, String name, ProcessBody body);

    /** Has something done at {@code second}, before what is planned later for the same time. */
    void at(long second, Runnable deed);

    /** Lets everything happen, until all have ended or wait forever. */
    void run();

    /** Compares what the processes noted: in this order where they take turns. */
    void assertLog(List<String> log, String... expected);

    @Override
    void close();
}
