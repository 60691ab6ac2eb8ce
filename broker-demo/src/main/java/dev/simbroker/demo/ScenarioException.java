package dev.simbroker.demo;

/** Signals a scenario that cannot be run. The message says in one line what is wrong. */
final class ScenarioException extends Exception {

    private static final long serialVersionUID = 1;

    ScenarioException(String message) {
        super(OneLine.of(message));
    }
}
