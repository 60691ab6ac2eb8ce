package dev.simbroker;

/** The outcome of a publication. */
public sealed interface PublishResult {

    /**
     * The message was given to every subscription that wants it. One that delivers exactly once may find it a duplicate
     * and drop it. Who waited behind another publication of the same explicit id has the result of that.
     *
     * @param id the message's id
     * @param subscriptions the number of these subscriptions, at least one
     */
    record Accepted(long id, int subscriptions) implements PublishResult {}

    /**
     * No subscription wants it, so the message is gone.
     *
     * @param id the message's id
     */
    record Unrouted(long id) implements PublishResult {}

    /**
     * A message of the same explicit id was published before, within the deduplication window. Nothing has changed.
     *
     * @param id the id of that message
     */
    record Duplicate(long id) implements PublishResult {}

    /**
     * A subscription whose queue is full refused it.
     *
     * @param subscription the name of the (first) one that refused
     * @param subscriptions how many subscriptions have the message nevertheless: none, unless the publisher had waited
     *     for space and given up
     */
    record Rejected(String subscription, int subscriptions) implements PublishResult {}
}
