/** Contracts of {@code java.util.concurrent}, tried on the JDK's own classes and on ours. */
@NullMarked
package dev.simbroker.concurrent;

import org.jspecify.annotations.NullMarked;
