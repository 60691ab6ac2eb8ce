package dev.simbroker.demo;

/** A scenario that cannot be run; the message says in one line what is wrong with it. */
final class ScenarioException extends Exception {

    private static final long serialVersionUID = 1;

    ScenarioException(String message) {
        super(message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((a, b) -> a + " " + b)
                .orElse(""));
    }
}
