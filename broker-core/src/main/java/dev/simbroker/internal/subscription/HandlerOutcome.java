package dev.simbroker.internal.subscription;

/** What has become of a message whose handler failed. */
public enum HandlerOutcome {
    /** It is delivered again. */
    RETURNED("it is delivered again"),
    /** It was attempted often enough, or is out of date: it was dropped, or went to the dead letters. */
    GIVEN_UP("it is given up"),
    /** It was delivered at most once, and is dropped. */
    LOST("it is lost, since it was delivered at most once"),
    /** The handler had settled it before it failed. */
    SETTLED_BEFORE("it had been settled before"),
    /** It had come back before: its lease ended, or the handler or somebody else returned it. */
    RETURNED_BEFORE("it had come back before");

    private final String words;

    HandlerOutcome(String words) {
        this.words = words;
    }

    /** Whether nobody will get the message, though it was not settled. */
    public boolean isLoss() {
        return this == GIVEN_UP || this == LOST;
    }

    @Override
    public String toString() {
        return words;
    }
}
