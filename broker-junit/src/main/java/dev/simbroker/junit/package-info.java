/**
 * Tests in simulated time for JUnit Jupiter: a test that waits for hours takes milliseconds and has the same outcome
 * every time.
 *
 * <p>Start at {@link dev.simbroker.junit.SimulationTest}, or at {@link dev.simbroker.junit.SimulationExtension} for a
 * broker of your own. {@link dev.simbroker.junit.SimulationAssertions} has assertions that take no real time,
 * {@link dev.simbroker.junit.Journal} records what happens to each message.
 *
 * <p>A test's method and its {@code @BeforeEach} and {@code @AfterEach} methods run as processes of one simulation, and
 * may have its broker, meters and random numbers as parameters. Tests may run in parallel: no two share a simulation.
 *
 * <p>To read the engine of it, start at {@code SimulatedTest}, the state of one test; {@code TestRun} is one run of it,
 * {@code Repetitions} and {@code Sweep} repeat it, and {@code SettingsReader} decides how.
 */
@NullMarked
package dev.simbroker.junit;

import org.jspecify.annotations.NullMarked;
