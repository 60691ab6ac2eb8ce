package dev.simbroker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.queue.QueueLedger.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model of a bounded mailbox: two plain lists of calls. One process runs at a time, so a process that tells the model
 * of a call and then makes it finds both in the same state.
 */
final class MailboxModel {

    /** A call that may have to wait: for an element, or to be rid of one. */
    static final class Call {
        private final @Nullable Item brings;
        private @Nullable Item got;
        private boolean served;

        private Call(@Nullable Item brings) {
            this.brings = brings;
        }
    }

    private final int capacity;
    private final Deque<Item> content = new ArrayDeque<>();
    private final Deque<Call> takers = new ArrayDeque<>();
    private final Deque<Call> putters = new ArrayDeque<>();

    MailboxModel(int capacity) {
        this.capacity = capacity;
    }

    List<Item> content() {
        return List.copyOf(content);
    }

    boolean hasWaitingTakers() {
        return !takers.isEmpty();
    }

    boolean hasWaitingPutters() {
        return !putters.isEmpty();
    }

    // ---- calls that may wait: told of before they are made, and settled when they return ----

    Call take() {
        var call = new Call(null);
        if (content.isEmpty()) {
            takers.add(call);
        } else {
            call.got = poll();
            call.served = true;
        }
        return call;
    }

    Call put(Item item) {
        var call = new Call(item);
        call.served = offer(item);
        if (!call.served) {
            putters.add(call);
        }
        return call;
    }

    void took(Call call, Item item) {
        assertThat(item).as("what a taker got").isEqualTo(call.got);
    }

    void put(Call call) {
        assertThat(call.served)
                .as("%s was put although others were first", call.brings)
                .isTrue();
    }

    /** The call ended by time-out or interruption, which it must not if it was served. */
    void gaveUp(Call call) {
        assertThat(call.served).as("%s / %s was lost", call.brings, call.got).isFalse();
        assertThat(takers.remove(call) || putters.remove(call)).isTrue();
    }

    // ---- calls that do not wait ----

    boolean offer(Item item) {
        Call taker = takers.poll();
        if (taker != null) {
            taker.got = item;
            taker.served = true;
        } else if (content.size() < capacity) {
            content.add(item);
        } else {
            return false;
        }
        return true;
    }

    @Nullable Item poll() {
        Item item = content.poll();
        admit();
        return item;
    }

    boolean remove(Item item) {
        boolean removed = content.remove(item);
        admit();
        return removed;
    }

    List<Item> drain(int limit) {
        var drained = new ArrayList<Item>();
        int count = Math.min(limit, content.size());
        for (int i = 0; i < count; i++) {
            drained.add(content.remove());
            admit();
        }
        return drained;
    }

    private void admit() {
        while (!putters.isEmpty() && content.size() < capacity) {
            Call putter = putters.remove();
            content.add(Objects.requireNonNull(putter.brings));
            putter.served = true;
        }
    }
}
