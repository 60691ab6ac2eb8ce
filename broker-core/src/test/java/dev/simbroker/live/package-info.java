/**
 * The broker, mailboxes and selects under real parallelism: random programs of many threads, and the laws that hold
 * when they are at rest.
 *
 * <p>Each stress test runs for a second, and with {@code -Dlong} for three; {@code -Dsimbroker.stress.seconds=600} says
 * otherwise. {@code -Dsimbroker.stress.seed=…} begins with the seed that a failure printed; real threads do not repeat
 * a run exactly, but its program.
 */
@NullMarked
package dev.simbroker.live;

import org.jspecify.annotations.NullMarked;
