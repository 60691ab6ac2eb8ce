/**
 * Tests in simulated time, for JUnit Jupiter: a test that waits for hours takes milliseconds, and comes out the same every time.
 *
 * <p>Enter at {@link dev.simbroker.junit.SimulationTest}, or at {@link dev.simbroker.junit.SimulationExtension} for a broker of your own;
 * {@link dev.simbroker.junit.SimulationAssertions} has the assertions that take no real time, {@link dev.simbroker.junit.Journal} what
 * happened to each message.
 *
 * <p>A test's method and the methods around it run as processes of one simulation, whose broker, meters and random numbers they may ask
 * for. Tests may run in parallel: no two share a simulation.
 */
@NullMarked
package dev.simbroker.junit;

import org.jspecify.annotations.NullMarked;
