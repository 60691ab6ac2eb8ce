/**
 * Decisions: which of the candidates goes next, alternatives of the user's, and the text that repeats a run.
 *
 * <p>Start at {@link dev.simbroker.internal.schedule.Choices}, the one source of every decision in a run. A
 * {@code Strategy} is the algorithm of a {@link dev.simbroker.time.Schedule}, a {@code Chooser} that algorithm in one
 * run; {@code Path} is what exhaustive exploration walks along, and {@code Replay} the text.
 *
 * <p>Strategies are immutable, except {@code PathStrategy}; all else belongs to one run, and so to the holder of its
 * baton.
 *
 * <p>May import {@code time} and {@code internal.util}.
 */
@NullMarked
package dev.simbroker.internal.schedule;

import org.jspecify.annotations.NullMarked;
