package dev.simbroker.capture.boot;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which virtual thread runs for a thread object of another kind. Lock-free: whoever looks must own no monitor, since
 * threads outside look too, and a captured thread that waited for one of them would wait in real time.
 */
final class StandIns {

    private static final int SLOTS = 1024;

    private static final AtomicReferenceArray<Entry> TABLE = new AtomicReferenceArray<>(SLOTS);

    private record Entry(WeakReference<Thread> original, Thread standIn, Entry next) {}

    private StandIns() {}

    /** Whether there was none before. */
    static boolean put(Thread original, Thread standIn) {
        int slot = slot(original);
        while (true) {
            Entry first = TABLE.get(slot);
            if (find(first, original) != null) {
                return false;
            }
            Entry entry = new Entry(new WeakReference<>(original), standIn, withoutCollected(first));
            if (TABLE.compareAndSet(slot, first, entry)) {
                return true;
            }
        }
    }

    /** The thread that runs for it; null if it runs itself. */
    static Thread of(Thread original) {
        return find(TABLE.get(slot(original)), original);
    }

    private static Thread find(Entry first, Thread original) {
        for (Entry entry = first; entry != null; entry = entry.next) {
            if (entry.original.refersTo(original)) {
                return entry.standIn;
            }
        }
        return null;
    }

    private static Entry withoutCollected(Entry first) {
        Entry rest = null;
        for (Entry entry = first; entry != null; entry = entry.next) {
            if (!entry.original.refersTo(null)) {
                rest = new Entry(entry.original, entry.standIn, rest);
            }
        }
        return rest;
    }

    private static int slot(Thread thread) {
        return (int) (thread.threadId() % SLOTS);
    }
}
