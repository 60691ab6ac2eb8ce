package dev.simbroker.internal.util;

/**
 * Thrown into a process that waits anew although its scheduler is closing, or goes on operating although its run is
 * over: an {@link Error}, so that code which catches exceptions and tries again cannot hold up the close.
 */
public final class UnwindError extends Error {

    private static final long serialVersionUID = 1;

    public UnwindError(String process) {
        super("the run of process '" + process + "' is over, and it has to end", null, false, false);
    }
}
