package dev.simbroker.queue;

/**
 * An element that a {@link Select} took, with the source that it chose.
 *
 * @param index the position of the source among the declared ones, from 0
 * @param source the chosen source
 * @param element the element that was taken from it
 */
public record Selected<E>(int index, Source<? extends E> source, E element) {}
