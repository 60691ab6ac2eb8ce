package dev.simbroker.testing;

import dev.simbroker.DeadLetter;
import dev.simbroker.Topic;

/** The topics that most tests publish to. */
public final class SampleTopics {

    public static final Topic<String> ORDERS = Topic.of("orders", String.class);
    public static final Topic<String> USERS = Topic.of("users", String.class);
    public static final Topic<Integer> NUMBERS = Topic.of("numbers", Integer.class);
    /** The topic of dead letters. */
    public static final Topic<DeadLetter> DEAD = Topic.of("dead", DeadLetter.class);

    private SampleTopics() {}
}
