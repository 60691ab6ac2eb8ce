package dev.simbroker.time;

/**
 * Ends a process that waits anew although its scheduler is closing: an {@link Error}, so that code which catches exceptions
 * and tries again cannot hold up the close.
 */
final class UnwindError extends Error {

    private static final long serialVersionUID = 1;

    UnwindError(String process) {
        super("the scheduler of process '" + process + "' is closing", null, false, false);
    }
}
