package dev.simbroker;

import java.time.Instant;
import java.util.Optional;

/**
 * A past attempt to deliver a message, which came back.
 *
 * @param number its number, from 1
 * @param subscriber the name of the subscriber that received it
 * @param received when it was received
 * @param ended when it came back
 * @param cause why it came back
 * @param failure what its handler threw, if that was why
 */
public record Attempt(
        int number,
        String subscriber,
        Instant received,
        Instant ended,
        RedeliveryCause cause,
        Optional<HandlerFailure> failure) {}
