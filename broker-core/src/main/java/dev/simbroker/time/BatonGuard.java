package dev.simbroker.time;

/** A guard that excludes nobody, since only the holder of the baton runs, and refuses everybody else. */
record BatonGuard(Kernel kernel) implements Guard {

    @Override
    public void enter() {
        kernel.checkAccess();
    }

    @Override
    public void exit() {}
}
