package dev.simbroker;

import java.util.Optional;

/**
 * What a {@link MessageHandler} threw at a message, in words: it travels with the attempt into the dead letter, to
 * listeners and into reports, where the exception itself would keep alive whatever it holds.
 *
 * @param type the name of the exception's class
 * @param message its message, cut after {@value #LONGEST_MESSAGE} characters; empty if it has none
 * @param line the line of the application's code where it was thrown, or from where it came out of a library; empty if
 *     the exception has no stack
 */
public record HandlerFailure(String type, Optional<String> message, Optional<StackTraceElement> line) {

    /** How many characters of a message are kept. */
    public static final int LONGEST_MESSAGE = 1_000;

    /** As an exception is printed, with the line: {@code java.lang.IllegalStateException: 503, at Shop.handle(…)}. */
    @Override
    public String toString() {
        return type
                + message.map(text -> ": " + text).orElse("")
                + line.map(frame -> ", at " + frame).orElse("");
    }
}
