package dev.simbroker;

import java.time.Duration;

/**
 * Subscriptions with the documented defaults of systems that people know, as starting points for tests of code that
 * runs on them. Each is a few options of {@link Subscription}; what a system does beyond that is listed as not
 * reproduced.
 */
public final class Profiles {

    /** RabbitMQ's delivery limit of 20 counts the times a message came back, so there are 21 attempts. */
    private static final int RABBITMQ_ATTEMPTS = 21;

    private Profiles() {}

    /**
     * An Amazon SQS standard queue.
     *
     * <table>
     * <caption>Values</caption>
     * <tr><th>SQS</th><th>value</th><th>here</th></tr>
     * <tr><td>delivery</td><td>at least once</td><td>{@link Subscription#atLeastOnce}</td></tr>
     * <tr><td>visibility timeout</td><td>30 s</td><td>lease</td></tr>
     * <tr><td>maximum receives</td><td>unlimited, unless a redrive policy is set</td><td>deliveryLimit</td></tr>
     * <tr><td>messages in flight</td><td>at most 120,000</td><td>maxInFlight</td></tr>
     * <tr><td>delivery delay</td><td>0 s</td><td>none</td></tr>
     * </table>
     *
     * <p>Not reproduced: best-effort ordering and occasional duplicates (here order holds); message retention of 4 days
     * (give publications a time to live); receiving and deleting in batches; short polling.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html">Visibility
     *     timeout</a>
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html">Queue
     *     quotas</a>
     */
    public static Subscription amazonSqsStandard(String name) {
        return Subscription.named(name)
                .atLeastOnce(Duration.ofSeconds(30))
                .deliveryLimit(Subscription.UNLIMITED)
                .maxInFlight(120_000);
    }

    /**
     * An Amazon SQS FIFO queue; a message's key is its message group.
     *
     * <table>
     * <caption>Values</caption>
     * <tr><th>SQS</th><th>value</th><th>here</th></tr>
     * <tr><td>delivery</td><td>exactly-once processing, by deduplication
     * ids</td><td>{@link Subscription#exactlyOnce}</td></tr>
     * <tr><td>visibility timeout</td><td>30 s</td><td>lease</td></tr>
     * <tr><td>order</td><td>within a message group; no other message of a group while one is in flight</td>
     *     <td>{@link Assignment#BY_KEY}</td></tr>
     * <tr><td>maximum receives</td><td>unlimited, unless a redrive policy is set</td><td>deliveryLimit</td></tr>
     * <tr><td>messages in flight</td><td>at most 120,000</td><td>maxInFlight</td></tr>
     * <tr><td>deduplication interval</td><td>5
     * minutes</td><td>{@code Broker.builder(…).deduplication(Duration.ofMinutes(5), …)}: it belongs to the
     * broker</td></tr>
     * </table>
     *
     * <p>Not reproduced: several messages of one group in one batch; content-based deduplication (give publications an
     * id); that every message must have a group.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html">FIFO
     *     delivery logic</a>
     */
    public static Subscription amazonSqsFifo(String name) {
        return Subscription.named(name)
                .exactlyOnce(Duration.ofSeconds(30))
                .assignment(Assignment.BY_KEY)
                .deliveryLimit(Subscription.UNLIMITED)
                .maxInFlight(120_000);
    }

    /**
     * A RabbitMQ quorum queue (4.x), with manual acknowledgement.
     *
     * <table>
     * <caption>Values</caption>
     * <tr><th>RabbitMQ</th><th>value</th><th>here</th></tr>
     * <tr><td>delivery</td><td>at least once</td><td>{@link Subscription#atLeastOnce}</td></tr>
     * <tr><td>{@code consumer_timeout}</td><td>30 minutes</td><td>lease</td></tr>
     * <tr><td>{@code delivery-limit}</td><td>20 returns</td><td>deliveryLimit of 21 attempts</td></tr>
     * <tr><td>return</td><td>at once, near the head of the queue</td><td>no backoff; to its old place</td></tr>
     * <tr><td>length</td><td>unlimited; {@code drop-head} where limited</td><td>{@link Overflow#DROP_OLDEST} where
     * limited</td></tr>
     * <tr><td>distribution</td><td>round-robin among consumers</td><td>{@link Assignment#ROUND_ROBIN}</td></tr>
     * </table>
     *
     * <p>Not reproduced: that a timed-out consumer is cancelled or its channel closed (here only the message comes
     * back); prefetch for each consumer (here {@link Subscription#maxInFlight} for all of them; RabbitMQ's default is
     * unlimited); two priority levels (here ten).
     *
     * @see <a href="https://www.rabbitmq.com/docs/quorum-queues">Quorum queues</a>
     * @see <a href="https://www.rabbitmq.com/docs/consumers#acknowledgement-timeout">Delivery acknowledgement
     *     timeout</a>
     */
    public static Subscription rabbitMqQuorumQueue(String name) {
        return Subscription.named(name)
                .atLeastOnce(Duration.ofMinutes(30))
                .deliveryLimit(RABBITMQ_ATTEMPTS)
                .capacity(Subscription.UNLIMITED, Overflow.DROP_OLDEST)
                .assignment(Assignment.ROUND_ROBIN);
    }

    /**
     * A Kafka share group (4.x) on a topic of one partition.
     *
     * <table>
     * <caption>Values</caption>
     * <tr><th>Kafka</th><th>value</th><th>here</th></tr>
     * <tr><td>delivery</td><td>at least once</td><td>{@link Subscription#atLeastOnce}</td></tr>
     * <tr><td>{@code group.share.record.lock.duration.ms}</td><td>30,000</td><td>lease</td></tr>
     * <tr><td>{@code group.share.delivery.count.limit}</td><td>5</td><td>deliveryLimit</td></tr>
     * <tr><td>{@code group.share.partition.max.record.locks}</td><td>2,000</td><td>maxInFlight</td></tr>
     * <tr><td>distribution</td><td>records go to whoever fetches</td><td>{@link Assignment#SHARED}</td></tr>
     * <tr><td>{@code share.auto.offset.reset}</td><td>latest</td><td>{@link StartPosition.Latest}</td></tr>
     * <tr><td>late acknowledgement</td><td>refused</td><td>{@link Settlement.Late}</td></tr>
     * </table>
     *
     * <p>Not reproduced: partitions, and fetching and acknowledging in batches.
     *
     * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-932%3A+Queues+for+Kafka">KIP-932, Queues for
     *     Kafka</a>
     * @see <a href="https://kafka.apache.org/documentation/#groupconfigs">Group configuration</a>
     */
    public static Subscription kafkaShareGroup(String name) {
        return Subscription.named(name)
                .atLeastOnce(Duration.ofSeconds(30))
                .deliveryLimit(5)
                .maxInFlight(2_000);
    }

    /**
     * A NATS JetStream durable pull consumer with explicit acknowledgement.
     *
     * <table>
     * <caption>Values</caption>
     * <tr><th>JetStream</th><th>value</th><th>here</th></tr>
     * <tr><td>delivery</td><td>at least once</td><td>{@link Subscription#atLeastOnce}</td></tr>
     * <tr><td>{@code AckWait}</td><td>30 s</td><td>lease</td></tr>
     * <tr><td>{@code MaxDeliver}</td><td>-1, unlimited</td><td>deliveryLimit</td></tr>
     * <tr><td>{@code MaxAckPending}</td><td>1,000</td><td>maxInFlight</td></tr>
     * <tr><td>{@code BackOff}</td><td>none</td><td>none; {@link Backoff#of} is its like</td></tr>
     * <tr><td>{@code DeliverPolicy}</td><td>all</td><td>{@link StartPosition.Earliest}, of what the topic
     * {@linkplain Broker#retain retains}</td></tr>
     * <tr><td>duplicate window</td><td>2 minutes</td><td>the broker's default</td></tr>
     * <tr><td>{@code Nak}, {@code NakWithDelay}, {@code Term}, {@code InProgress}</td><td></td><td>nack, nack(delay),
     * reject, extend</td></tr>
     * </table>
     *
     * <p>Not reproduced: that a late acknowledgement still counts as long as the message has not been delivered again;
     * streams and their limits (a topic's retention comes near).
     *
     * @see <a href="https://docs.nats.io/nats-concepts/jetstream/consumers">Consumers</a>
     */
    public static Subscription natsJetStream(String name) {
        return Subscription.named(name)
                .atLeastOnce(Duration.ofSeconds(30))
                .deliveryLimit(Subscription.UNLIMITED)
                .maxInFlight(1_000)
                .fromEarliest();
    }
}
