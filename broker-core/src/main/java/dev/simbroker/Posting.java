package dev.simbroker;

import dev.simbroker.Listeners.Event;
import dev.simbroker.queue.Place;
import dev.simbroker.queue.WaitLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One publication on its way: which subscriptions want it, what they say, and how long its publisher waits.
 *
 * <p>The first part runs in one guarded section: it gives the message to every subscription that has space, and joins the line of those
 * that do not. The second part waits in these lines.
 */
final class Posting<T> {

    /** A place in the line of those that wait for space in a channel. */
    private record Waiting<T>(Channel<T> channel, Place<Posted<T>> place) {

        WaitLine.Outcome await(long deadline) throws InterruptedException {
            return channel.intake().publishers().await(place, deadline);
        }
    }

    private final LocalBroker broker;
    private final LocalTopic<T> topic;
    private final Posted<T> posted;
    /** The lines that it waits in. */
    private List<Waiting<?>> waiting = List.of();

    private int accepted;

    Posting(LocalBroker broker, Posted<T> posted) {
        this.broker = broker;
        this.topic = posted.topic();
        this.posted = posted;
    }

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

    /** The guarded part. Answers the result, or null if there is something to wait for. */
    @Nullable PublishResult post(Mode mode) {
        Long before = idBefore();
        if (before != null) {
            return duplicate(before);
        }
        var wanted = topic.isFiltered() ? wanted(mode) : topic.channels();
        Channel<?> refusing = mode == Mode.FORCE || !topic.isLimited() ? null : firstRefusing(wanted, mode);
        if (refusing != null) {
            return refused(refusing, 0);
        }
        accept();
        give(wanted, mode);
        return waiting.isEmpty() ? result(null) : null;
    }

    /** The id under which the same was published before; null if it was not. */
    private @Nullable Long idBefore() {
        Optional<String> explicit = posted.deduplicationId();
        return explicit.isPresent() ? topic.seen.get(explicit.get(), posted.publishedAt()) : null;
    }

    private PublishResult duplicate(long before) {
        topic.duplicates.up();
        broker.tell(listener -> listener.duplicate(posted.publication()));
        return new PublishResult.Duplicate(before);
    }

    private void accept() {
        posted.assignId(broker.takeId());
        posted.deduplicationId().ifPresent(explicit -> topic.seen.add(explicit, posted.id(), posted.publishedAt()));
        if (topic.retains()) {
            topic.keep(posted);
        }
        if (broker.isHeard(Event.PUBLISHED)) {
            broker.tell(listener -> listener.published(posted.message()));
        }
    }

    private void give(List<Channel<? super T>> wanted, Mode mode) {
        TopicLog<T> log = topic.isFollowed() && isPlain() && !broker.isHeard(Event.DELIVERED) ? topic.log : null;
        if (log != null) {
            log.append(posted);
        }
        for (int i = 0; i < wanted.size(); i++) { // an iterator would be as large as the posted message
            give(wanted.get(i), log, mode);
        }
        if (log != null) {
            log.letGo();
        }
    }

    /** Whether nothing happens to it but that it is taken in turn. */
    private boolean isPlain() {
        return posted.priority() == 0 && !posted.isTimed();
    }

    private List<Channel<? super T>> wanted(Mode mode) {
        var wanted = new ArrayList<Channel<? super T>>(topic.channels().size());
        for (Channel<? super T> channel : topic.channels()) {
            if (isWanted(channel, mode)) {
                wanted.add(channel);
            }
        }
        return wanted;
    }

    /** A filter that fails stops a publisher; a dead letter, which has none that could try again, is delivered nevertheless. */
    private boolean isWanted(Channel<? super T> channel, Mode mode) {
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

    private @Nullable Channel<?> firstRefusing(List<Channel<? super T>> wanted, Mode mode) {
        for (Channel<?> channel : wanted) {
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

    /** Refuses callers that cannot wait, before anything has happened. */
    private void checkMayWait(Channel<?> channel, Mode mode) {
        if (mode == Mode.MUST_NOT_WAIT) {
            throw new IllegalStateException("cannot wait for space in " + channel.description()
                    + " inside the broker's guard, where a listener is called for instance: use tryPublish");
        }
        broker.scheduler().currentWaiter();
    }

    @SuppressWarnings("unchecked") // a message of T is, read only, one of any supertype
    private <S> void give(Channel<S> channel, @Nullable TopicLog<T> log, Mode mode) {
        var message = (Posted<S>) posted;
        Intake<S> intake = channel.intake();
        if (log != null && intake.isReachedBy(message)) {
            accepted++;
        } else if (!channel.isDeleted()) { // as it may be by now, by a listener
            if (mode == Mode.WAIT && hasToWait(intake)) {
                join(channel, message);
            } else {
                intake.offer(message, (TopicLog<S>) log);
                accepted++;
            }
        }
    }

    private boolean hasToWait(Intake<?> intake) {
        return !posted.isDelayed() && intake.isFull() && intake.overflow() == Overflow.BLOCK;
    }

    private <S> void join(Channel<S> channel, Posted<S> message) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>();
        }
        waiting.add(new Waiting<>(channel, channel.intake().awaitSpace(message)));
    }

    /** The part outside the guard: waits until every full subscription has taken the message, or the deadline. */
    PublishResult await(long deadline) throws InterruptedException {
        Channel<?> refusing = null;
        InterruptedException interrupt = null;
        for (Waiting<?> each : waiting) {
            try {
                // after an interrupt, only what was taken by now counts
                switch (each.await(interrupt == null ? deadline : broker.nanoTime())) {
                    case SERVED -> accepted++;
                    case TIMED_OUT -> refusing = refusing == null ? each.channel : refusing;
                    case EXPELLED -> {
                        // its subscription was deleted, and wants it no more
                    }
                }
            } catch (InterruptedException e) {
                interrupt = e;
            } catch (RuntimeException | Error e) { // it cannot wait, or has to end
                broker.guarded(this::giveUp);
                throw e;
            }
        }
        if (interrupt != null) {
            broker.guarded(this::giveUp);
            throw interrupt;
        }
        Channel<?> last = refusing;
        return broker.guarded(() -> result(last));
    }

    private PublishResult result(@Nullable Channel<?> refusing) {
        if (refusing != null) {
            forgetId();
            return refused(refusing, accepted);
        }
        if (accepted > 0) {
            topic.accepted.up();
            return new PublishResult.Accepted(posted.id(), accepted);
        }
        topic.unrouted.up();
        broker.tell(listener -> listener.unrouted(posted.message()));
        return new PublishResult.Unrouted(posted.id());
    }

    private boolean giveUp() {
        forgetId();
        if (accepted > 0) {
            topic.accepted.up();
        }
        return true;
    }

    /** Not everybody has the message, so its publisher may try again. */
    private void forgetId() {
        posted.deduplicationId().ifPresent(explicit -> topic.seen.remove(explicit, posted.id()));
    }

    private PublishResult refused(Channel<?> by, int subscriptions) {
        topic.rejected.up();
        broker.tell(listener -> listener.refused(posted.publication(), by.statistics()));
        return new PublishResult.Rejected(by.subscription(), subscriptions);
    }
}
