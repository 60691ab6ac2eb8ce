/**
 * The broker: floor 3 of the house, above queues and time. Start reading at {@link dev.simbroker.Broker}.
 *
 * <p>A {@link dev.simbroker.Message} is published to a {@link dev.simbroker.Topic}; every
 * {@link dev.simbroker.Subscription} on the topic gets it, and its {@link dev.simbroker.Subscriber} receives it as a
 * {@link dev.simbroker.Delivery}. {@link dev.simbroker.BrokerListener} sees all that happens.
 * {@link dev.simbroker.MessageBroker} is the part of a broker that an engine on other machines can keep too.
 *
 * <p>The engine behind these types is {@code dev.simbroker.internal.broker}. Everything here runs in the time of the
 * broker's {@link dev.simbroker.time.Scheduler} and may be used by every process of it; in a simulation, also by the
 * thread that drives it while it is not running.
 */
@NullMarked
package dev.simbroker;

import org.jspecify.annotations.NullMarked;
