/**
 * Floor 2: what {@link java.util.concurrent} offers for mutual exclusion and coordination, in the time of any
 * {@link dev.simbroker.time.Scheduler}. It is there for code under test that knows nothing of schedulers: each class here can be given to it in
 * place of the JDK's.
 *
 * <p>In a simulation one process runs at a time, and holds the baton for it. A lock of the JDK would block its thread with the baton in
 * hand, and the one that could release the lock would never have its turn. {@link dev.simbroker.concurrent.ProcessLock},
 * {@link dev.simbroker.concurrent.ProcessSemaphore} and {@link dev.simbroker.concurrent.ProcessLatch} give the baton away while they wait. They
 * keep the contracts of the JDK, serve first come, first served, and are named in reports.
 *
 * <p>They may be used by every process of their scheduler, and each says what other threads may do.
 */
@NullMarked
package dev.simbroker.concurrent;

import org.jspecify.annotations.NullMarked;
