package dev.simbroker.bench;

/**
 * The counts of the demo's scenario, as in the statistics that the demo prints.
 *
 * @param published the messages published
 * @param delivered the messages put into subscription queues
 * @param inventory the messages that Inventory received
 * @param email the messages that Email received
 * @param analytics the messages that Analytics received
 */
public record ScenarioCounts(long published, long delivered, long inventory, long email, long analytics) {}
