package dev.simbroker.time.spi;

/**
 * Something that is of no use without its scheduler, and ends with it: an executor. Added to a scheduler by
 * {@link SchedulerSpi#addDependent}.
 */
@FunctionalInterface
public interface Dependent {

    /**
     * Called once, by the thread that closes the scheduler, before any process is ended. Must be short and must not
     * wait. What it throws is logged.
     */
    void schedulerCloses();
}
