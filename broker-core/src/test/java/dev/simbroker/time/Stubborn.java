package dev.simbroker.time;

import java.util.concurrent.CountDownLatch;

/** Waits outside the simulation that do not react to interrupts. */
final class Stubborn {

    private Stubborn() {}

    static void await(CountDownLatch latch) {
        boolean released = false;
        while (!released) {
            try {
                latch.await();
                released = true;
            } catch (InterruptedException e) {
                // goes on waiting
            }
        }
    }
}
