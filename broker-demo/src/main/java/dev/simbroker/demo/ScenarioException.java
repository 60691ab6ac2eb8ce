package dev.simbroker.demo;

/** Signals a scenario that cannot be run. The message says in one line what is wrong. */
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
