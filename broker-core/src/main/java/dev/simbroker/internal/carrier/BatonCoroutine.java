package dev.simbroker.internal.carrier;

import dev.simbroker.time.spi.CarriedProcess;

/** A coroutine on a virtual thread that the JDK's scheduler runs. */
final class BatonCoroutine extends ParkingCoroutine {

    private final Thread thread;

    BatonCoroutine(CarriedProcess process) {
        super(process, false);
        this.thread = Thread.ofVirtual()
                .name(process.name())
                .inheritInheritableThreadLocals(false)
                .unstarted(process::run);
    }

    @Override
    public Thread thread() {
        return thread;
    }
}
