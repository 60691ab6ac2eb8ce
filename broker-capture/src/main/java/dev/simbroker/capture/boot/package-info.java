/**
 * What rewritten code calls. It is on the boot class path, so that the JDK can see it, and depends on nothing: not even
 * on annotations.
 */
package dev.simbroker.capture.boot;
