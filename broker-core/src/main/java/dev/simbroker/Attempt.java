package dev.simbroker;

import java.time.Instant;

/**
 * A past attempt to deliver a message, which came back.
 *
 * @param number its number, from 1
 * @param subscriber the name of the subscriber that had received it
 * @param received when that was
 * @param ended when it came back
 * @param cause why
 */
public record Attempt(int number, String subscriber, Instant received, Instant ended, RedeliveryCause cause) {}
