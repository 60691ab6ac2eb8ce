package dev.simbroker.junit;

import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.Message;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.RemovalReason;
import dev.simbroker.Settlement;
import dev.simbroker.SubscriptionStatistics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of one message while a {@link Journal} records it. Guarded by the journal's lock. */
final class MessageRecorder {

    private final Message<?> message;
    private final Clock clock;
    private final List<SubscriptionRecorder> subscriptions = new ArrayList<>(1);
    private boolean unrouted;

    MessageRecorder(Message<?> message, Clock clock) {
        this.message = message;
        this.clock = clock;
    }

    MessageHistory history() {
        return new MessageHistory(
                message, subscriptions.stream().map(SubscriptionRecorder::way).toList());
    }

    void unrouted() {
        unrouted = true;
    }

    boolean isUnrouted() {
        return unrouted;
    }

    SubscriptionRecorder in(SubscriptionStatistics subscription) {
        for (SubscriptionRecorder recorder : subscriptions) {
            if (recorder.subscription.equals(subscription)) {
                return recorder;
            }
        }
        var recorder = new SubscriptionRecorder(subscription);
        subscriptions.add(recorder);
        return recorder;
    }

    /** The part of the history that belongs to one subscription. */
    final class SubscriptionRecorder {

        private final SubscriptionStatistics subscription;
        private final List<SubscriptionHistory.AttemptRecord> attempts = new ArrayList<>(1);
        private @Nullable Instant delivered;
        private @Nullable Delivery<?> underWay;
        private @Nullable MessageOutcome exit;

        private SubscriptionRecorder(SubscriptionStatistics subscription) {
            this.subscription = subscription;
        }

        void delivered() {
            delivered = clock.instant();
        }

        void received(Delivery<?> delivery) {
            underWay = delivery;
            attempts.add(new SubscriptionHistory.AttemptRecord(
                    delivery.attempt(), delivery.subscriber(), clock.instant(), Optional.empty()));
        }

        /** Notes what the handler of an attempt threw, which may have ended already. */
        void failed(int attempt, HandlerFailure failure) {
            attempts.replaceAll(one -> one.number() != attempt
                    ? one
                    : new SubscriptionHistory.AttemptRecord(
                            one.number(), one.subscriber(), one.received(), one.end(), Optional.of(failure)));
        }

        void returned(RedeliveryCause cause, Duration delay) {
            end(AttemptOutcome.of(cause), Optional.of(delay));
        }

        void settled(AttemptOutcome how, long position) {
            end(how, Optional.empty());
            exit = new MessageOutcome.Settled(clock.instant(), position);
        }

        void deadLettered(RemovalReason reason, long position) {
            removed(reason);
            exit = new MessageOutcome.DeadLettered(clock.instant(), position, reason);
        }

        void dropped(RemovalReason reason, long position) {
            removed(reason);
            exit = new MessageOutcome.Dropped(clock.instant(), position, reason);
        }

        /**
         * Ends the attempt after which the message is removed: the broker has ended it already, and a late nack tells
         * how.
         */
        private void removed(RemovalReason reason) {
            if (underWay == null) {
                return;
            }
            if (reason == RemovalReason.REJECTED) {
                end(AttemptOutcome.REJECTED, Optional.empty());
            } else if (underWay.nack() instanceof Settlement.Late late) {
                end(AttemptOutcome.of(late.cause()), Optional.empty());
            }
        }

        private void end(AttemptOutcome how, Optional<Duration> delay) {
            if (underWay != null) {
                var end = new SubscriptionHistory.End(how, clock.instant(), delay);
                var last = attempts.removeLast();
                attempts.add(new SubscriptionHistory.AttemptRecord(
                        last.number(), last.subscriber(), last.received(), Optional.of(end), last.failure()));
                underWay = null;
            }
        }

        private SubscriptionHistory way() {
            return new SubscriptionHistory(
                    subscription.destination(),
                    subscription.subscription(),
                    Optional.ofNullable(delivered),
                    attempts,
                    Optional.ofNullable(exit));
        }
    }
}
