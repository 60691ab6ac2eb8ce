package dev.simbroker;

import java.time.Instant;

/**
 * A past attempt to deliver a message, which came back.
 *
 * @param number its number, from 1
 * @param subscriber the name of the subscriber that received it
 * @param received when it was received
 * @param ended when it came back
 * @param cause why it came back
 */
public record Attempt(int number, String subscriber, Instant received, Instant ended, RedeliveryCause cause) {}
