package dev.simbroker.internal.kernel;

import java.util.Random;

/**
 * The seeded random source of a simulation: {@link Random}, because the Java specification fixes the bits that its
 * numbers are made of. Drawing from a thread that is not the running process would make a run depend on a race, and is
 * refused.
 */
final class SimulatedRandom extends Random {

    private static final long serialVersionUID = 1;

    private final transient Kernel kernel;

    SimulatedRandom(Kernel kernel, long seed) {
        super(seed);
        this.kernel = kernel;
    }

    @Override
    protected int next(int bits) {
        kernel.checkAccess();
        kernel.checkOpen();
        int drawn = super.next(bits);
        kernel.drawn(drawn);
        return drawn;
    }
}
