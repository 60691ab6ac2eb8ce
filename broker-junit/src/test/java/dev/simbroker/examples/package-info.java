/**
 * Three examples of code that publishes and consumes, each with its tests in real time and in simulated time: what
 * {@code docs/examples.md} shows and measures. {@code Billing}, {@code OutboxRelay} and {@code OrderSaga} are the code
 * under test, and know nothing of simulations.
 */
@NullMarked
package dev.simbroker.examples;

import org.jspecify.annotations.NullMarked;
