package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.EngineGuard;
import java.util.function.Supplier;

/**
 * The guard of a simulation: it marks where operations begin and end, excludes nobody, since only the holder of the
 * baton runs, and refuses everybody else. All queues and brokers of a simulation share it.
 *
 * <p>It keeps the baton beside the kernel because every operation looks at it, twice.
 */
final class BatonGuard implements EngineGuard {

    private final Kernel kernel;
    private final Baton baton;
    /** Whether operations are steps of a limited number, told to a sink, or points at which others may go first. */
    private final boolean watched;

    /** How many sections the holder of the baton is inside. */
    private int sections;

    BatonGuard(Kernel kernel, Baton baton, boolean watched) {
        this.kernel = kernel;
        this.baton = baton;
        this.watched = watched;
    }

    @Override
    public void enter() {
        baton.checkAccess();
        if (sections == 0 && heedsOperations()) {
            kernel.beforeOperation();
        }
        sections++;
    }

    @Override
    public void exit() {
        if (baton.mayAccess()) { // not if the caller was stuck, and has lost it
            sections--;
        }
    }

    @Override
    public void pass() {
        if (watched && baton.isHeldByCaller() && sections == 0) {
            kernel.beforeOperation();
        }
    }

    @Override
    public boolean mayStayOutside() {
        baton.checkAccess();
        return !heedsOperations();
    }

    /** Whether something has to be done before an operation. */
    private boolean heedsOperations() {
        return watched || kernel.isClosing();
    }

    @Override
    public boolean isParallel() {
        return false;
    }

    @Override
    public boolean isHeldByCaller() {
        return isInside() && baton.isHeldByCaller();
    }

    /** Calls somebody else's code as a part of an operation: it gives nobody else a turn, and cannot wait. */
    <T> T inside(Supplier<T> call) {
        boolean counts = baton.isHeldByCaller();
        sections += counts ? 1 : 0;
        try {
            return call.get();
        } finally {
            sections -= counts && baton.isHeldByCaller() ? 1 : 0;
        }
    }

    /** Whether the holder of the baton is inside a section. */
    boolean isInside() {
        return sections > 0;
    }

    /** Forgets the sections of a holder that has lost the baton inside one. */
    void reset() {
        sections = 0;
    }
}
