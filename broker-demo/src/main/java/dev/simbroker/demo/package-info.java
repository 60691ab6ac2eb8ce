/**
 * Runs models of messaging systems. {@link dev.simbroker.demo.Demo} is the command line,
 * {@link dev.simbroker.demo.Model} what it runs.
 */
@NullMarked
package dev.simbroker.demo;

import org.jspecify.annotations.NullMarked;
