package dev.simbroker;

/** What became of a publication. */
public sealed interface PublishResult {

    /** The id that the broker gave the message. */
    long id();

    /**
     * The message is in the queue of every subscription on its topic.
     *
     * @param id the message's id
     * @param subscriptions how many these are, at least one
     */
    record Accepted(long id, int subscriptions) implements PublishResult {}

    /**
     * Nobody subscribes to the topic, so the message is gone.
     *
     * @param id the message's id
     */
    record Unrouted(long id) implements PublishResult {}
}
