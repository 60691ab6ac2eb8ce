package dev.simbroker.internal.carrier;

import dev.simbroker.time.spi.CarriedProcess;
import java.util.OptionalLong;

/** A coroutine on a virtual thread that runs on the carrier of its simulation, and not where the JDK wants it to. */
final class CarriedCoroutine extends ParkingCoroutine {

    private final ProcessScheduler scheduler;

    private CarriedCoroutine(CarriedProcess process, ProcessScheduler scheduler) {
        super(scheduler.thread(), process, false);
        this.scheduler = scheduler;
    }

    static CarriedCoroutine of(CarriedProcess process, OneCarrier carrier) {
        return new CarriedCoroutine(process, new ProcessScheduler(carrier, process));
    }

    @Override
    public void suspend() {
        scheduler.suspends();
        super.suspend();
        scheduler.goesOn();
    }

    @Override
    public void giveUp() {
        scheduler.giveUp();
        super.giveUp();
    }

    @Override
    public OptionalLong parkedOutsideSince() {
        return scheduler.parkedOutsideSince();
    }
}
