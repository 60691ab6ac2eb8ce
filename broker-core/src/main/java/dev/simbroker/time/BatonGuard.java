package dev.simbroker.time;

/** A guard that excludes nobody, since only the holder of the baton runs, and refuses everybody else; where operations begin and end. */
record BatonGuard(Kernel kernel) implements Guard {

    @Override
    public void enter() {
        kernel.enterSection();
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
        kernel.exitSection();
    }
}
