package dev.simbroker.internal.kernel;

import dev.simbroker.time.spi.WaitReason;
import java.util.ArrayList;
import java.util.List;

/** The processes blocked in awaitIdle, awaitNextInstant or awaitQuiescence; they do not count as active. */
public final class QuiescenceWaiters {

    /** The kind of rest that a process waits for. */
    public enum Rest {
        /** Nothing more happens at this instant. */
        INSTANT("every other process to be blocked"),
        /** The clock has moved, and nothing more happens at the new instant. */
        NEXT_INSTANT("the next instant to be over"),
        /** Nothing of the foreground will ever happen by itself. */
        QUIESCENCE("everything else to come to rest");

        private final String words;

        Rest(String words) {
            this.words = words;
        }

        WaitReason reason() {
            return () -> words;
        }
    }

    /** A process that waits for rest. */
    static final class Idler {

        private final SimulatedProcess process;
        private final Rest rest;
        private final long since;
        private boolean woken;

        private Idler(SimulatedProcess process, Rest rest, long since) {
            this.process = process;
            this.rest = rest;
            this.since = since;
        }

        boolean isWoken() {
            return woken;
        }

        /** Whether it was woken because what it waited for has come, and not because it can never come. */
        boolean hasRest(long now) {
            return woken && (rest != Rest.NEXT_INSTANT || now > since);
        }

        private boolean isDue(long now, boolean quiescent, boolean dead) {
            return switch (rest) {
                case INSTANT -> true;
                case NEXT_INSTANT -> now > since || dead;
                case QUIESCENCE -> quiescent;
            };
        }
    }

    private final List<Idler> idlers = new ArrayList<>();

    boolean isEmpty() {
        return idlers.isEmpty();
    }

    /** Whether there is one that quiescence itself makes go on. */
    boolean keepRunAlive() {
        for (Idler idler : idlers) {
            if (!idler.process.isBackground() && idler.rest != Rest.NEXT_INSTANT) {
                return true;
            }
        }
        return false;
    }

    Idler add(SimulatedProcess process, Rest rest, long now) {
        var idler = new Idler(process, rest, now);
        idlers.add(idler);
        return idler;
    }

    void remove(Idler idler) {
        idlers.remove(idler);
    }

    /**
     * Wakes the process that has waited longest for what is now the case: an instant is over, perhaps nothing of the
     * foreground can go on, perhaps nothing at all.
     */
    boolean wakeOne(long now, boolean quiescent, boolean dead) {
        for (Idler idler : idlers) {
            if (!idler.woken && idler.isDue(now, quiescent, dead)) {
                idler.woken = true;
                idler.process.wake();
                return true;
            }
        }
        return false;
    }
}
