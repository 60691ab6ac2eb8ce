/**
 * The conformance kit: what every {@link dev.simbroker.Broker} promises, as tests against the public API on any
 * {@link dev.simbroker.time.Scheduler}.
 *
 * <p>Each topic is an interface whose tests are default methods; {@link dev.simbroker.conformance.BrokerConformanceKit}
 * joins them. An engine extends that class, says what it runs on and which optional
 * {@link dev.simbroker.conformance.Feature}s it has.
 */
@NullMarked
package dev.simbroker.conformance;

import org.jspecify.annotations.NullMarked;
