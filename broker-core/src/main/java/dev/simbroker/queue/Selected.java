package dev.simbroker.queue;

/**
 * What a {@link Select} chose.
 *
 * @param index the position of the source among the declared ones, from 0
 * @param source the source
 * @param element what was taken from it
 */
public record Selected<E>(int index, Source<? extends E> source, E element) {}
