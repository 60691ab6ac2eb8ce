/**
 * The engine of simulations: processes that take turns, the simulated clock, and what drives and watches them.
 *
 * <p>Start at {@link dev.simbroker.internal.kernel.EventLoop}, whose {@code search} decides what happens next.
 * {@code Kernel} is what processes and timers do with it: they spawn, wait, wake and pass the {@code Baton}.
 * {@code Driver} is the side of the thread outside, {@code Agenda} the order of the candidates.
 * {@code SimulatedProcess} is a process, on a {@link dev.simbroker.time.spi.Coroutine} that a
 * {@link dev.simbroker.time.spi.Carrier} makes.
 *
 * <b>Two classes, one object.</b> {@code Kernel} extends {@code EventLoop}, because the two share their state and every
 * step crosses from one to the other several times: as two objects they would refer to each other all the same. The
 * split is one of subjects. The loop decides and knows neither threads nor the baton, and what it asks of the kernel is
 * one abstract method.
 *
 * <b>Threads.</b> All state belongs to the holder of the baton, and to anybody between runs. What other threads may
 * read is volatile, and says so.
 *
 * <p>May import {@code time}, {@code time.spi}, {@code internal.carrier}, {@code internal.schedule} and
 * {@code internal.util}.
 */
@NullMarked
package dev.simbroker.internal.kernel;

import org.jspecify.annotations.NullMarked;
