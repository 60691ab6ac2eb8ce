package dev.simbroker.internal.subscription;

import dev.simbroker.Assignment;
import dev.simbroker.internal.message.MessageState;
import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.internal.wait.WaitQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel's ready messages lie: in the inbox that all members share or in the members' own, behind another message of
 * their key, or with nobody while there is no member.
 */
final class ReadyMessages<T> {

    private final Assigner<T> members;
    private final Supplier<WaitQueue<LocalDelivery<T>>> newWaiters;
    /** Told which inbox has got a message. */
    private final Consumer<Inbox<T>> arrival;

    /** Only where the members share one. */
    private final @Nullable Inbox<T> shared;
    /** Only where messages are assigned by key. */
    private final @Nullable KeyLanes<T> lanes;
    /** Messages without a member to give them to. */
    private final ReadyQueue<T> unassigned = new ReadyQueue<>(true);

    ReadyMessages(Assignment assignment, Supplier<WaitQueue<LocalDelivery<T>>> newWaiters, Consumer<Inbox<T>> arrival) {
        this.members = new Assigner<>(assignment);
        this.newWaiters = newWaiters;
        this.arrival = arrival;
        this.shared = assignment == Assignment.SHARED ? new Inbox<>(newWaiters.get()) : null;
        this.lanes = assignment == Assignment.BY_KEY ? new KeyLanes<>() : null;
    }

    // ---- messages ----

    /** Whether nothing happens to a message here but that it is ready, and then is taken. */
    boolean takesPlain() {
        return lanes == null;
    }

    /** Takes in a message that is ready, and to which nothing will happen; see {@link #takesPlain}. */
    void add(StoredMessage<T> message, long order) {
        Inbox<T> inbox = inboxFor(message);
        if (inbox == null) {
            unassigned.add(message, order);
        } else {
            inbox.queue.add(message, order);
            arrival.accept(inbox);
        }
    }

    /** Takes in a message that is ready. */
    void add(Entry<T> entry) {
        if (lanes == null || lanes.enter(entry)) {
            place(entry);
        }
    }

    private void place(Entry<T> entry) {
        Inbox<T> inbox = inboxFor(entry.message);
        if (inbox == null) {
            unassigned.add(entry);
        } else {
            inbox.queue.add(entry);
            arrival.accept(inbox);
        }
    }

    private @Nullable Inbox<T> inboxFor(StoredMessage<T> message) {
        return shared != null ? shared : chooseInbox(message);
    }

    private @Nullable Inbox<T> chooseInbox(StoredMessage<T> message) {
        LocalMember<T> member = members.choose(message.key().orElse(null));
        return member == null ? null : member.inbox;
    }

    /** Takes a ready message out, from wherever it lies. */
    void remove(Entry<T> entry) {
        if (lanes == null || !lanes.remove(entry)) {
            Objects.requireNonNull(entry.readyIn).remove(entry);
        }
    }

    /** Notes that a message has left the channel for good, so that the next one of its key can go. */
    void left(StoredMessage<T> message) {
        Entry<T> next = lanes == null ? null : lanes.leave(message);
        if (next != null && next.state == MessageState.READY) {
            place(next);
        }
    }

    /** When the ready message that has been here longest was published; null if there is none. */
    @Nullable Long oldest() {
        ReadyQueue<T> queue = queueOfOldest();
        StoredMessage<T> oldest = queue == null ? null : queue.oldest();
        return oldest == null ? null : oldest.publishedAt();
    }

    /** Takes the ready message that has been here longest; null if there is none. */
    @Nullable Entry<T> pollOldest() {
        ReadyQueue<T> queue = queueOfOldest();
        if (queue == null) {
            return null;
        }
        return lanes != null && lanes.queuesBehind().anyMatch(queue::equals)
                ? lanes.pollBehind(queue)
                : queue.pollOldest();
    }

    private @Nullable ReadyQueue<T> queueOfOldest() {
        if (shared != null) {
            return shared.queue;
        }
        return Stream.concat(
                        Stream.concat(Stream.of(unassigned), inboxes().map(inbox -> inbox.queue)),
                        lanes == null ? Stream.of() : lanes.queuesBehind())
                .filter(queue -> queue.size() > 0)
                .min(Comparator.comparingLong(ReadyQueue::oldestOrder))
                .orElse(null);
    }

    /** How many messages lie here. */
    int size() {
        return unassigned.size()
                + inboxes().mapToInt(inbox -> inbox.queue.size()).sum()
                + (lanes == null ? 0 : lanes.behind());
    }

    Stream<Inbox<T>> inboxes() {
        return shared != null ? Stream.of(shared) : members.all().stream().map(member -> member.inbox);
    }

    /** Whether a message that is ready now is the only one, and nobody waits for it; where all members share an inbox. */
    boolean isIdle() {
        return shared != null && shared.queue.size() == 0 && shared.waiters.isEmpty();
    }

    /** The inbox that all members share; null if each has its own. */
    @Nullable Inbox<T> shared() {
        return shared;
    }

    // ---- members ----

    List<LocalMember<T>> members() {
        return members.all();
    }

    boolean hasMembers() {
        return !members.isEmpty();
    }

    LocalMember<T> join(SubscriptionQueue<T> queue, String name, int weight) {
        var member = new LocalMember<>(queue, name, weight, shared != null ? shared : new Inbox<>(newWaiters.get()));
        members.add(member);
        redistribute(drain(unassigned));
        rebalanceKeys();
        return member;
    }

    /** Lets a member go; what was assigned to it goes to others. */
    void leave(LocalMember<T> member) {
        members.remove(member);
        member.inbox.waiters.expel(waiter -> waiter.owner() == member);
        if (shared == null) {
            redistribute(drain(member.inbox.queue));
            rebalanceKeys();
        }
    }

    /** Gives each key that another member is now responsible for to that member, unless it is in flight. */
    private void rebalanceKeys() {
        if (lanes == null) {
            return;
        }
        for (Entry<T> head : lanes.heads()) {
            Inbox<T> inbox = chooseInbox(head.message);
            if (head.readyIn != null && inbox != null && head.readyIn != inbox.queue) {
                head.readyIn.remove(head);
                inbox.queue.add(head);
                arrival.accept(inbox);
            }
        }
    }

    private void redistribute(List<Entry<T>> entries) {
        for (Entry<T> entry : entries) {
            if (takesPlain() && entry.isPlain()) {
                add(entry.message, entry.order);
            } else {
                place(entry);
            }
        }
    }

    private static <T> List<Entry<T>> drain(ReadyQueue<T> queue) {
        var entries = new ArrayList<Entry<T>>(queue.size());
        for (Entry<T> entry = queue.poll(); entry != null; entry = queue.poll()) {
            entries.add(entry);
        }
        return entries;
    }
}
