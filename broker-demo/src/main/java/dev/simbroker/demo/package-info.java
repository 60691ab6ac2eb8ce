/**
 * The demo: runs models of messaging systems from scenario files. Start reading at {@link dev.simbroker.demo.Demo}, the
 * command line; {@link dev.simbroker.demo.ScenarioReader} reads a {@link dev.simbroker.demo.Scenario}, and
 * {@link dev.simbroker.demo.Model} runs it.
 */
@NullMarked
package dev.simbroker.demo;

import org.jspecify.annotations.NullMarked;
