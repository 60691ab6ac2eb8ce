package dev.simbroker.examples;

import dev.simbroker.examples.OutboxRelay.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** An outbox in memory, in which a test can have a query fail. */
final class TestOutbox implements OutboxRelay.Outbox {

    /** What happens before a row is marked. */
    interface Fault {
        void marking(Row row);
    }

    private record Stored(Row row, Instant published) {}

    private final AtomicLong lastId = new AtomicLong();
    private final ConcurrentNavigableMap<Long, Stored> rows = new ConcurrentSkipListMap<>();
    private volatile boolean down;
    private volatile Fault fault = row -> {};

    void insert(String aggregate, String event) {
        long id = lastId.incrementAndGet();
        rows.put(id, new Stored(new Row(id, aggregate, event), Instant.MAX));
    }

    /** While it is down, every query fails. */
    void down(boolean isDown) {
        down = isDown;
    }

    void beforeMarking(Fault newFault) {
        fault = newFault;
    }

    int size() {
        return rows.size();
    }

    @Override
    public List<Row> unpublished(int limit) {
        check();
        return rows.values().stream()
                .filter(stored -> stored.published.equals(Instant.MAX))
                .map(Stored::row)
                .limit(limit)
                .toList();
    }

    @Override
    public void markPublished(long id, Instant at) {
        check();
        fault.marking(Objects.requireNonNull(rows.get(id)).row);
        rows.computeIfPresent(id, (key, stored) -> new Stored(stored.row, at));
    }

    @Override
    public void deletePublishedBefore(Instant time) {
        check();
        rows.values().removeIf(stored -> stored.published.isBefore(time));
    }

    private void check() {
        if (down) {
            throw new IllegalStateException("connection refused");
        }
    }
}
