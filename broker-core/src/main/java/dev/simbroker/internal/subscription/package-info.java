/**
 * One subscription: what becomes of each of its messages, from acceptance until it has left.
 *
 * <p>Start reading at {@link dev.simbroker.internal.subscription.SubscriptionQueue}, which has the state diagram.
 * {@link dev.simbroker.internal.subscription.Admission} lets messages in,
 * {@link dev.simbroker.internal.subscription.Backlog} holds the ready ones, {@code Dispatcher} hands them out,
 * {@code Leases} ends attempts, and {@link dev.simbroker.internal.subscription.FanOut} brings a publication to all
 * subscriptions of a topic.
 *
 * <p>It may import the public API, {@code log}, {@code message}, {@code wait} and {@code util}. All of it is guarded by
 * the guard of the broker's context, except where a class says otherwise.
 */
@NullMarked
package dev.simbroker.internal.subscription;

import org.jspecify.annotations.NullMarked;
