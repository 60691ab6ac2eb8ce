/** Plain Java code in simulated time. All of it needs the agent, so all of it runs after the JAR was made. */
@NullMarked
package dev.simbroker.capture;

import org.jspecify.annotations.NullMarked;
