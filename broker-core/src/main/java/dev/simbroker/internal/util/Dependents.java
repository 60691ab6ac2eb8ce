package dev.simbroker.internal.util;

import dev.simbroker.time.Scheduler;
import dev.simbroker.time.spi.Dependent;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ends with one scheduler, in the order in which it was added. Thread-safe.
 *
 * <p>The references are weak: an executor that is made for one call, and never shut down, must not live as long as its
 * scheduler. Whoever could notice that it was not told keeps it alive.
 */
public final class Dependents {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final int FIRST_PURGE = 32;

    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final List<WeakReference<Dependent>> references = new ArrayList<>();
    private int nextPurge = FIRST_PURGE;
    private boolean closed;

    /** Adds a dependent; false if it came too late to be told. */
    public boolean add(Dependent dependent) {
        lock.lock();
        try {
            if (!closed) {
                purge();
                references.add(new WeakReference<>(dependent));
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets those that are gone, whenever there are twice as many as were left the last time. */
    private void purge() {
        if (references.size() >= nextPurge) {
            references.removeIf(reference -> reference.get() == null);
            nextPurge = Math.max(FIRST_PURGE, 2 * references.size());
        }
    }

    /** Tells all of them, the first time, that the scheduler closes. */
    public void close() {
        for (Dependent dependent : takeAll()) {
            try {
                dependent.schedulerCloses();
            } catch (Throwable e) {
                LOG.error(
                        "{} failed at the close of its scheduler",
                        dependent.getClass().getName(),
                        e);
            }
        }
    }

    private List<Dependent> takeAll() {
        lock.lock();
        try {
            closed = true;
            List<Dependent> all = references.stream()
                    .map(WeakReference::get)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
            references.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }
}
