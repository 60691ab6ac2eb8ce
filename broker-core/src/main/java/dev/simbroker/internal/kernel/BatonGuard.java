package dev.simbroker.internal.kernel;

import dev.simbroker.internal.util.EngineGuard;

/**
 * The guard of a simulation: it marks where operations begin and end, excludes nobody, since only the holder of the
 * baton runs, and refuses everybody else.
 *
 * <p>It keeps the baton beside the kernel because every operation looks at it, twice.
 */
record BatonGuard(Kernel kernel, Baton baton) implements EngineGuard {

    @Override
    public void enter() {
        baton.checkAccess();
        kernel.enterSection();
    }

    @Override
    public void exit() {
        if (baton.mayAccess()) { // not if the caller was stuck, and has lost it
            kernel.exitSection();
        }
    }

    @Override
    public boolean isHeldByCaller() {
        return kernel.isInSection();
    }

    @Override
    public void pass() {
        kernel.passPoint();
    }

    @Override
    public boolean isParallel() {
        return false;
    }

    @Override
    public boolean mayStayOutside() {
        baton.checkAccess();
        return !kernel.heedsOperations();
    }
}
