package dev.simbroker.internal.schedule;

import java.util.Random;

/** The strategy that gives each candidate the same chance. */
public record RandomStrategy() implements Strategy {

    @Override
    public Chooser chooser(long seed) {
        return new RandomChooser(new Random(seed));
    }

    @Override
    public String toString() {
        return "random";
    }
}
