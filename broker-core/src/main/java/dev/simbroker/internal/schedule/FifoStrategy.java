package dev.simbroker.internal.schedule;

import java.util.Random;

/** The strategy of order of arrival. */
public record FifoStrategy() implements Strategy {

    @Override
    public Chooser chooser(long seed) {
        return new RandomChooser(new Random(seed)); // never asked
    }

    @Override
    public boolean preempts() {
        return false;
    }

    @Override
    public String toString() {
        return "fifo";
    }
}
