/**
 * Fixtures that the tests share.
 *
 * <ul>
 *   <li>Clocks: a {@link dev.simbroker.testing.Stage} is a clock under test, simulated or live; a contract that is
 *       written against it holds on both. {@link dev.simbroker.testing.SimulationFixture} and
 *       {@link dev.simbroker.testing.BrokerFixture} are the base of tests in simulated time alone.
 *   <li>Data: {@link dev.simbroker.testing.SampleTopics}, and {@link dev.simbroker.testing.SampleMessages} for the
 *       engine's parts.
 *   <li>Repetition: {@link dev.simbroker.testing.Seeds} runs a check for many seeds; {@code -Dsimbroker.seed=7} runs
 *       one of them alone, {@code -Dsimbroker.seeds=100000} that many.
 * </ul>
 *
 * <p>The tag {@code long} is for tests that take more than about ten seconds and repeat more deeply what a short test
 * shows; they run with {@code -Dlong} only. {@link dev.simbroker.testing.LongRun} asks for the same switch where only a
 * count differs. Other tags tell the build how to run a test: {@code concurrent} (all at once, since they mostly
 * sleep), {@code external} (processes that block outside of a simulation), {@code determinism} (again with one and with
 * two carriers of virtual threads). The tag {@code stress} marks the random programs of many threads.
 */
@NullMarked
package dev.simbroker.testing;

import org.jspecify.annotations.NullMarked;
