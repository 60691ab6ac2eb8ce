package dev.simbroker.internal.kernel;

import dev.simbroker.time.spi.Guard;

/**
 * A guard that excludes nobody, since only the holder of the baton runs, and refuses everybody else; where operations begin and end.
 *
 * <p>It has the baton at hand, since every operation looks at it, twice.
 */
record BatonGuard(Kernel kernel, Baton baton) implements Guard {

    @Override
    public void enter() {
        baton.checkAccess();
        kernel.enterSection();
    }

    @Override
    public boolean mayStayOutside() {
        return baton.isSignedByCaller() || mayStayOutsideUnsigned();
    }

    private boolean mayStayOutsideUnsigned() {
        baton.checkAccess();
        baton.sign();
        return baton.isCalm();
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
    public void exit() {
        if (baton.mayAccess()) { // not if the caller was stuck, and has lost it
            kernel.exitSection();
        }
    }
}
