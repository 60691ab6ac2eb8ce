/**
 * Code that knows nothing of Simbroker runs in simulated time, unchanged.
 *
 * <p>Start at {@link dev.simbroker.capture.Capture}. The agent ({@code capture.agent}) rewrites the JDK and the
 * application so that they ask the hooks ({@code capture.boot}) before they wait, tell the time or start a thread. For
 * a thread that a captured simulation carries, {@code CapturedProcess} answers: a park is a wait of the simulation, an
 * unpark wakes, a thread that starts becomes a process. All of that is built on {@code dev.simbroker.time.spi} alone.
 *
 * <p><b>Threads.</b> Whatever a captured thread asks, it asks while it has its turn, so nothing here is shared, except
 * what others ask about a thread; that is said there.
 */
@NullMarked
package dev.simbroker.capture;

import org.jspecify.annotations.NullMarked;
