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

    /** How many sections the holder of the baton is inside. */
    private int sections;

    /** How many operations the kernel need not be told of: one subtraction is all that they cost. */
    private long ignored;

    BatonGuard(Kernel kernel, Baton baton) {
        this.kernel = kernel;
        this.baton = baton;
    }

    /** Does not tell the kernel of the next operations, as many as {@code count}. */
    void ignore(long count) {
        ignored = count;
    }

    /** How many more operations the kernel is not told of; negative if it has been told of some. */
    long ignored() {
        return ignored;
    }

    @Override
    public void enter() {
        baton.checkAccess();
        if (sections == 0 && --ignored < 0) {
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
        if (baton.isHeldByCaller() && sections == 0 && --ignored < 0) {
            kernel.beforeOperation();
        }
    }

    @Override
    public boolean mayStayOutside() {
        baton.checkAccess();
        if (ignored <= 0) {
            return false;
        }
        ignored--;
        return true;
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

    /** Whether the caller may look at what the holder of the baton owns. */
    boolean mayAccess() {
        return baton.mayAccess();
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
