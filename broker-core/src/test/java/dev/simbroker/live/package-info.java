/**
 * The broker, mailboxes and selects under real parallelism: random programs of many threads, and the laws that hold when they are at rest.
 *
 * <p>The stress tests run for some seconds each. {@code -Dsimbroker.stress.seconds=600} makes each of them run for so long, and
 * {@code -Dsimbroker.stress.seed=…} begins with the seed that a failure printed; real threads do not repeat a run exactly, but its program.
 */
@NullMarked
package dev.simbroker.live;

import org.jspecify.annotations.NullMarked;
