/** Sees that every benchmark works; none of these tests says anything about time. */
@NullMarked
package dev.simbroker.bench;

import org.jspecify.annotations.NullMarked;
