package dev.simbroker.internal.message;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Immutable headers, in the order in which they were added: a list of names and values, since a message has few
 * of them. Unlike an unmodifiable view of a map, it need not be copied to be sure of that.
 */
public final class Headers extends AbstractMap<String, String> {

    public static final Headers NONE = new Headers(new String[0]);

    /** Names and values in turn. */
    private final String[] all;

    private Headers(String[] all) {
        this.all = all;
    }

    /**
     * A copy of {@code headers}, or the same object if that is immutable.
     *
     * @throws NullPointerException if a name or a value is null
     */
    public static Headers copyOf(Map<String, String> headers) {
        if (headers instanceof Headers known) {
            return known;
        }
        if (headers.isEmpty()) {
            return NONE;
        }
        var all = new String[2 * headers.size()];
        int next = 0;
        for (var header : headers.entrySet()) {
            all[next++] = Objects.requireNonNull(header.getKey(), "a header's name");
            all[next++] = Objects.requireNonNull(header.getValue(), "a header's value");
        }
        return new Headers(all);
    }

    /** A copy with one more; a header of that name is replaced. */
    public Headers with(String name, String value) {
        int index = indexOf(name);
        String[] more = Arrays.copyOf(all, index < 0 ? all.length + 2 : all.length);
        int position = index < 0 ? all.length : index;
        more[position] = Objects.requireNonNull(name, "name");
        more[position + 1] = Objects.requireNonNull(value, "value");
        return new Headers(more);
    }

    private int indexOf(@Nullable Object name) {
        for (int i = 0; i < all.length; i += 2) {
            if (all[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : all[index + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public int size() {
        return all.length / 2;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public int size() {
                return Headers.this.size();
            }

            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new Iterator<>() {

                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < all.length;
                    }

                    @Override
                    public Entry<String, String> next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException();
                        }
                        next += 2;
                        return Map.entry(all[next - 2], all[next - 1]);
                    }
                };
            }
        };
    }
}
