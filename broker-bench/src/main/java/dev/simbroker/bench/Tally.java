package dev.simbroker.bench;

/**
 * What happened in the demo's scenario: the statistics that the demo prints.
 *
 * @param published messages published
 * @param delivered messages put into queues
 * @param inventory messages that each subscriber received
 * @param email the same
 * @param analytics the same
 */
public record Tally(long published, long delivered, long inventory, long email, long analytics) {}
