package dev.simbroker.internal.carrier;

import dev.simbroker.time.spi.CarriedProcess;
import dev.simbroker.time.spi.Carrier;
import dev.simbroker.time.spi.Coroutine;
import dev.simbroker.time.spi.ThreadCoroutine;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Carries the processes of one simulation on one platform thread: who hands its turn over and parks lets the next one
 * go on where it was, so that no other thread is woken.
 *
 * <p>Where a process does not leave that thread when it parks, the others get another one.
 */
final class OneCarrier implements Carrier {

    /** Answers what is the scheduler of a thread, before the one that is given. */
    private final BiFunction<CarriedProcess, Executor, Executor> schedulers;

    private final AtomicReference<Track> track = new AtomicReference<>(new Track());

    // what the thread that drives has seen
    private Track looked = track.get();
    private long begun;

    OneCarrier(BiFunction<CarriedProcess, Executor, Executor> schedulers) {
        this.schedulers = schedulers;
    }

    @Override
    public Coroutine coroutine(CarriedProcess process) {
        return new CarriedCoroutine(process, this);
    }

    @Override
    public ThreadCoroutine adopt(CarriedProcess process, Thread thread) {
        return new CarriedCoroutine(process, this, thread);
    }

    Executor scheduler(CarriedProcess process, CarriedCoroutine coroutine) {
        return schedulers.apply(process, coroutine);
    }

    void add(Track.Step step) {
        boolean added = false;
        while (!added) { // again if the track was replaced just now: the next one is there already
            added = track.get().add(step);
        }
    }

    /** Lets what waits go on elsewhere, unless that was done before. */
    void replace(Track stuck) {
        if (track.compareAndSet(stuck, new Track())) {
            stuck.close(this::add);
        }
    }

    @Override
    public void checkProgress() {
        Track now = track.get();
        long before = begun;
        begun = now.begun();
        if (now == looked && begun == before && now.isBusy()) {
            if (now.running() instanceof CarriedCoroutine holding) {
                holding.holdsUpOthers();
            }
            replace(now);
        }
        looked = now;
    }
}
