package dev.simbroker.internal.schedule;

import java.util.Random;

/** A chooser that gives each candidate the same chance. */
record RandomChooser(Random random) implements Chooser {

    @Override
    public int choose(Candidates candidates) {
        return random.nextInt(candidates.count());
    }
}
