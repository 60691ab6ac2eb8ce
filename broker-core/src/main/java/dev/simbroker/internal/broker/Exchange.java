package dev.simbroker.internal.broker;

import dev.simbroker.Overflow;
import dev.simbroker.PublishResult;
import dev.simbroker.internal.log.TopicLog;
import dev.simbroker.internal.message.Attributes;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.subscription.Admission;
import dev.simbroker.internal.subscription.Listeners;
import dev.simbroker.internal.subscription.Listeners.Event;
import dev.simbroker.internal.subscription.SubscriptionQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is published and gives it to the channels that want it, as the exchange of AMQP does. All of it runs inside the broker's guard.
 *
 * <p>A publication that only goes into the log of its topic is no object at all, and any other is none but its {@link StoredMessage} message, as most
 * have nothing to wait for; a {@link BlockedPublish} is made for those that may have.
 */
final class Exchange {

    /** How a publication meets a full subscription. */
    enum Mode {
        /** It waits, if the subscription wants that. */
        WAIT,
        /** It is refused as a mistake where it would have to wait, since nobody could make space meanwhile. */
        MUST_NOT_WAIT,
        /** It is rejected where it would have to wait. */
        TRY,
        /** It goes in nevertheless, unless the subscription drops. */
        FORCE
    }

    private final LocalBroker broker;
    private final Listeners listeners;

    Exchange(LocalBroker broker, Listeners listeners) {
        this.broker = broker;
        this.listeners = listeners;
    }

    /**
     * Gives a message to every subscription that has space, and joins the line of those that do not.
     *
     * @param posting what waits in these lines; null if nothing will, because of the mode or because no subscription of the topic has a limit
     * @return the result; null if there is something to wait for
     */
    <T> @Nullable PublishResult post(StoredMessage<T> posted, Mode mode, @Nullable BlockedPublish<T> posting) {
        LocalTopic<T> topic = posted.topic();
        Long before = idBefore(posted);
        if (before != null) {
            return duplicate(posted, before);
        }
        var wanting = topic.isFiltered() ? wanting(posted, mode) : topic.channels();
        SubscriptionQueue<?> refusing =
                mode == Mode.FORCE || !topic.isLimited() ? null : firstRefusing(posted, wanting, mode);
        if (refusing != null) {
            return refused(posted, refusing, 0);
        }
        accept(posted);
        int accepted = give(posted, wanting, posting);
        if (posting != null && posting.isWaiting()) {
            posting.accepted(accepted);
            return null;
        }
        return posted(posted, accepted);
    }

    /**
     * Publishes what nobody looks at yet, as all channels of its topic read the log: it is no object at all, but a few fields there.
     *
     * @return null if there is more to it, and nothing has happened
     */
    <T> @Nullable PublishResult append(LocalTopic<T> topic, T payload, Attributes attributes) {
        if (!topic.isReadByAll()
                || topic.retains()
                || !attributes.isPlain()
                || attributes.id().isPresent()
                || listeners.isHeard(Event.PUBLISHED)
                || listeners.isHeard(Event.DELIVERED)) {
            return null;
        }
        long id = broker.takeId();
        topic.log.append(payload, attributes, id, broker.nanoTime());
        if (broker.isAudited()) {
            topic.channels().forEach(channel -> channel.intake().appended(id));
        }
        for (Admission<?> intake : topic.told()) {
            intake.signal();
        }
        topic.accepted.up();
        return new PublishResult.Accepted(id, topic.size());
    }

    // ---- before anything has happened ----

    /** The id under which the same was published before; null if it was not. */
    private static @Nullable Long idBefore(StoredMessage<?> posted) {
        Optional<String> explicit = posted.deduplicationId();
        return explicit.isPresent() ? posted.topic().seen.get(explicit.get(), posted.publishedAt()) : null;
    }

    private PublishResult duplicate(StoredMessage<?> posted, long before) {
        posted.topic().duplicates.up();
        broker.tell(listener -> listener.duplicate(posted.publication()));
        return new PublishResult.Duplicate(before);
    }

    private <T> List<SubscriptionQueue<? super T>> wanting(StoredMessage<T> posted, Mode mode) {
        List<SubscriptionQueue<? super T>> channels = posted.topic().channels();
        var wanting = new ArrayList<SubscriptionQueue<? super T>>(channels.size());
        for (SubscriptionQueue<? super T> channel : channels) {
            if (isWanted(posted, channel, mode)) {
                wanting.add(channel);
            }
        }
        return wanting;
    }

    /** A filter that fails stops a publisher; a dead letter, which has none that could try again, is delivered nevertheless. */
    private <T> boolean isWanted(StoredMessage<T> posted, SubscriptionQueue<? super T> channel, Mode mode) {
        try {
            return channel.wants(posted.message());
        } catch (RuntimeException e) {
            if (mode != Mode.FORCE) {
                throw e;
            }
            broker.log().error("the filter of {} failed at {}", channel.description(), posted.message(), e);
            return true;
        }
    }

    private <T> @Nullable SubscriptionQueue<?> firstRefusing(
            StoredMessage<T> posted, List<SubscriptionQueue<? super T>> wanting, Mode mode) {
        for (SubscriptionQueue<?> channel : wanting) {
            if (!posted.isDelayed() && channel.intake().isFull()) {
                if (channel.intake().overflow() == Overflow.REJECT
                        || (channel.intake().overflow() == Overflow.BLOCK && mode == Mode.TRY)) {
                    return channel;
                }
                if (channel.intake().overflow() == Overflow.BLOCK) {
                    checkMayWait(channel, mode);
                }
            }
        }
        return null;
    }

    /** Refuses callers that cannot wait. */
    private void checkMayWait(SubscriptionQueue<?> channel, Mode mode) {
        if (mode == Mode.MUST_NOT_WAIT) {
            throw new IllegalStateException("cannot wait for space in " + channel.description()
                    + " inside the broker's guard, where a listener is called for instance: use tryPublish");
        }
        broker.spi().currentWaiter();
    }

    // ---- the message goes in ----

    private <T> void accept(StoredMessage<T> posted) {
        LocalTopic<T> topic = posted.topic();
        posted.assignId(broker.takeId());
        Optional<String> explicit = posted.deduplicationId();
        if (explicit.isPresent()) {
            topic.seen.add(explicit.get(), posted.id(), posted.publishedAt());
        }
        if (topic.retains()) {
            topic.keep(posted);
        }
        if (listeners.isHeard(Event.PUBLISHED)) {
            broker.tell(listener -> listener.published(posted.message()));
        }
    }

    /** Gives the message to the channels that need not be waited for, and answers how many these are. */
    private <T> int give(
            StoredMessage<T> posted, List<SubscriptionQueue<? super T>> wanting, @Nullable BlockedPublish<T> posting) {
        TopicLog<T> log =
                posted.topic().isFollowed() && posted.attributes().isPlain() && !listeners.isHeard(Event.DELIVERED)
                        ? posted.topic().log
                        : null;
        boolean[] reached = log == null || log.cursors() == 0 ? null : append(posted, log, wanting);
        int accepted = 0;
        for (int i = 0; i < wanting.size(); i++) { // an iterator would be as large as the posted message
            if (reached != null && reached[i]) {
                wanting.get(i).intake().signal();
                accepted++;
            } else {
                accepted += give(posted, wanting.get(i), log, posting) ? 1 : 0;
            }
        }
        return accepted;
    }

    /**
     * Appends the message to the log, and answers which of the channels it reaches there. That is settled before anybody else's code runs, by which
     * some may leave the log or begin to read it.
     *
     * @return null if it was not appended, since one reads the log that does not want it: it came in the middle of this publication
     */
    private static <T> boolean @Nullable [] append(
            StoredMessage<T> posted, TopicLog<T> log, List<SubscriptionQueue<? super T>> wanting) {
        var reached = new boolean[wanting.size()];
        int readers = 0;
        for (int i = 0; i < reached.length; i++) {
            reached[i] = wanting.get(i).intake().isFollowing();
            readers += reached[i] ? 1 : 0;
        }
        if (readers != log.cursors()) {
            return null;
        }
        log.append(posted);
        for (int i = 0; i < reached.length; i++) {
            if (reached[i]) {
                wanting.get(i).intake().appended(posted.id());
            }
        }
        return reached;
    }

    @SuppressWarnings("unchecked") // a message of T is, read only, one of any supertype
    private static <T, S> boolean give(
            StoredMessage<T> posted,
            SubscriptionQueue<S> channel,
            @Nullable TopicLog<T> log,
            @Nullable BlockedPublish<T> posting) {
        var message = (StoredMessage<S>) posted;
        Admission<S> intake = channel.intake();
        if (channel.isDeleted()) { // as it may be by now, by a listener
            return false;
        }
        if (posting != null && hasToWait(message, intake)) { // without one, none of these has a limit, or nobody waits
            posting.join(channel, message);
            return false;
        }
        intake.offer(message, (TopicLog<S>) log);
        return true;
    }

    private static boolean hasToWait(StoredMessage<?> posted, Admission<?> intake) {
        return !posted.isDelayed() && intake.isFull() && intake.overflow() == Overflow.BLOCK;
    }

    // ---- the result ----

    /** The message has gone to so many subscriptions, which is all that want it. */
    PublishResult posted(StoredMessage<?> posted, int accepted) {
        if (accepted > 0) {
            posted.topic().accepted.up();
            return new PublishResult.Accepted(posted.id(), accepted);
        }
        posted.topic().unrouted.up();
        broker.tell(listener -> listener.unrouted(posted.message()));
        return new PublishResult.Unrouted(posted.id());
    }

    /** A subscription has no space for the message, which has gone to so many others. */
    PublishResult refused(StoredMessage<?> posted, SubscriptionQueue<?> by, int accepted) {
        posted.topic().rejected.up();
        broker.tell(listener -> listener.refused(posted.publication(), by.statistics()));
        return new PublishResult.Rejected(by.subscription(), accepted);
    }
}
