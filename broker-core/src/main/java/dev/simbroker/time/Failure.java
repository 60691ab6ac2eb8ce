package dev.simbroker.time;

/**
 * What ended a run.
 *
 * @param what who failed, in words
 * @param process the name of the process
 * @param time when, in simulated time
 * @param cause what it threw
 */
record Failure(String what, String process, long time, Throwable cause) {

    ProcessFailedException toException(Kernel kernel) {
        return new ProcessFailedException(what, process, kernel.instant(time), kernel.replay(), cause);
    }
}
