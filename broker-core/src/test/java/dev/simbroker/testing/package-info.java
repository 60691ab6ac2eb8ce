/** Fixtures that the tests share: seeds, sample messages, simulations. */
@NullMarked
package dev.simbroker.testing;

import org.jspecify.annotations.NullMarked;
