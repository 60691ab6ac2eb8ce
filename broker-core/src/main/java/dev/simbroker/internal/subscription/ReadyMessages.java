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
 * The ready messages of one subscription outside the log: in the inbox that all members share or in the members' own,
 * behind another message of their key, or unassigned while there is no member.
 */
final class ReadyMessages<T> {

    private final Assigner<T> members;
    private final Supplier<WaitQueue<LocalDelivery<T>>> newWaiters;
    /** Called with each inbox that has got a message. */
    private final Consumer<Inbox<T>> arrival;

    /** Null unless the members share one. */
    private final @Nullable Inbox<T> shared;
    /** Null unless messages are assigned by key. */
    private final @Nullable KeyLanes<T> lanes;
    /** Messages that came while there was no member. */
    private final ReadyQueue<T> unassigned = new ReadyQueue<>(true);

    ReadyMessages(Assignment assignment, Supplier<WaitQueue<LocalDelivery<T>>> newWaiters, Consumer<Inbox<T>> arrival) {
        this.members = new Assigner<>(assignment);
        this.newWaiters = newWaiters;
        this.arrival = arrival;
        this.shared = assignment == Assignment.SHARED ? new Inbox<>(newWaiters.get()) : null;
        this.lanes = assignment == Assignment.BY_KEY ? new KeyLanes<>() : null;
    }

    // ---- messages ----

    /** Whether a message to which nothing will happen needs no entry. */
    boolean takesPlain() {
        return lanes == null;
    }

    /** Adds a message to which nothing will happen except that it is received; see {@link #takesPlain}. */
    void add(StoredMessage<T> message, long order) {
        Inbox<T> inbox = inboxFor(message);
        if (inbox == null) {
            unassigned.add(message, order);
        } else {
            inbox.queue.add(message, order);
            arrival.accept(inbox);
        }
    }

    /** Adds a message. */
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

    /** Removes a message, wherever it lies. */
    void remove(Entry<T> entry) {
        if (lanes == null || !lanes.remove(entry)) {
            Objects.requireNonNull(entry.readyIn).remove(entry);
        }
    }

    /** Notes that a message has left the subscription for good, so that the next one of its key can go. */
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

    /** The number of messages. */
    int size() {
        return unassigned.size()
                + inboxes().mapToInt(inbox -> inbox.queue.size()).sum()
                + behind();
    }

    /** How many of them wait for another one of their key to leave. */
    int behind() {
        return lanes == null ? 0 : lanes.behind();
    }

    Stream<Inbox<T>> inboxes() {
        return shared != null ? Stream.of(shared) : members.all().stream().map(member -> member.inbox);
    }

    /** Whether there is no message here and no process waits for one; false unless the members share an inbox. */
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
