package dev.simbroker.internal.carrier;

/**
 * A platform thread that carries processes. It has a class of its own by which whoever captures the threads that a
 * process starts knows it: a process may be the one that starts it.
 */
final class CarrierThread extends Thread {

    CarrierThread(Runnable task) {
        super(null, task, "simbroker-carrier", 0, false);
        setDaemon(true);
        setContextClassLoader(CarrierThread.class.getClassLoader()); // and not that of the first user
        setUncaughtExceptionHandler((carrier, e) -> {}); // as those of the JDK: there is no memory to tell it
    }
}
