package dev.simbroker.internal.util;

/**
 * Thrown into a program that does not come to the choices that it came to before: an {@link Error}, so that no code
 * under test catches it.
 */
public final class DivergedError extends Error {

    private static final long serialVersionUID = 1;

    public DivergedError(String message) {
        super(message);
    }
}
