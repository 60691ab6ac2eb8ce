/**
 * The agent: which code is rewritten, and how.
 *
 * <p>Start at {@code Rules}, the table of what is changed on which release of Java. {@code Agent} is what the JVM
 * calls, {@code JdkCheck} compares the table with the JDK before anything is changed, {@code Rewriter} changes it.
 */
@NullMarked
package dev.simbroker.capture.agent;

import org.jspecify.annotations.NullMarked;
