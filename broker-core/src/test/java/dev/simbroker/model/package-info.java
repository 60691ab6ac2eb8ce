/**
 * Random programs on a broker, from seeds: against a model of one subscription, and against the laws of a consumer
 * group.
 *
 * <p>{@code -Dsimbroker.seeds=100000} runs that many programs of each kind, {@code -Dsimbroker.seed=4711} only that
 * one.
 */
@NullMarked
package dev.simbroker.model;

import org.jspecify.annotations.NullMarked;
