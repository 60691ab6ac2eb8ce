package dev.simbroker.internal.message;

import dev.simbroker.Topic;
import dev.simbroker.time.spi.SchedulerSpi;

/**
 * What the messages of one topic of one broker share. A message that an application keeps keeps this alive, and so not
 * the broker.
 *
 * @param topic the topic that they were published to
 * @param scheduler the clock that their times are of
 */
public record Origin<T>(Topic<T> topic, SchedulerSpi scheduler) {}
