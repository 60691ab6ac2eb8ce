/**
 * What schedulers and the things built on them need of each other; of no use to programs that only use them. Unstable
 * before 1.0.
 *
 * <ul>
 *   <li>To build a queue or a lock in the time of any scheduler: {@link dev.simbroker.time.spi.SchedulerSpi}, with
 *       {@link dev.simbroker.time.spi.Guard} for mutual exclusion and {@link dev.simbroker.time.spi.Waiter} for
 *       waiting. Start there.
 *   <li>To observe what happens: {@link dev.simbroker.time.spi.TraceSink}.
 *   <li>To add lines to the reports about failures: {@link dev.simbroker.time.spi.ReportSource}.
 *   <li>To run what a test consists of as one process: {@link dev.simbroker.time.spi.MainProcess}.
 *   <li>To end with a scheduler: {@link dev.simbroker.time.spi.Dependent}.
 *   <li>To carry the processes of a simulation on other threads: {@link dev.simbroker.time.spi.Carrier}.
 * </ul>
 *
 * <p>Each interface says on which threads its methods are called.
 */
@NullMarked
package dev.simbroker.time.spi;

import org.jspecify.annotations.NullMarked;
