/**
 * The broker's engine: how messages are published, who is subscribed, and what a user's handles do.
 *
 * <p>Start reading at {@link dev.simbroker.internal.broker.Exchange}, the way of a publication.
 * {@link dev.simbroker.internal.broker.Topology} knows the topics and subscriptions,
 * {@link dev.simbroker.internal.broker.LocalBroker} is the gate that the public API comes through.
 *
 * <p>It may import the public API, {@code subscription}, {@code message}, {@code wait} and {@code util}, and nothing
 * imports it except {@link dev.simbroker.Broker.Builder}. All of it is guarded by the guard of the
 * broker's context, except where a class says otherwise.
 */
@NullMarked
package dev.simbroker.internal.broker;

import org.jspecify.annotations.NullMarked;
