package dev.simbroker.internal.schedule;

import dev.simbroker.internal.util.DivergedError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The choices of a run, each with the number of alternatives where that is known. */
public final class Path {

    private static final int UNKNOWN = 0;
    /** How long an encoded path may be. */
    private static final int LONGEST = 10_000_000;

    /** The mark of a run of zeros; a single digit encodes itself. */
    private static final char ZEROS = 'z';
    /** The mark of a number of several digits. */
    private static final char LARGE = 'y';

    private record Choice(int chosen, int count) {}

    private final List<Choice> choices;

    private Path(List<Choice> choices) {
        this.choices = choices;
    }

    /** The path on which all choices are still to be made. */
    public static Path empty() {
        return new Path(new ArrayList<>());
    }

    /** A path that begins as this one, of which nothing more is known. */
    Path start(int length) {
        return new Path(new ArrayList<>(choices.subList(0, length)));
    }

    int length() {
        return choices.size();
    }

    /** The choice at {@code position}: the one made before, or the first alternative. */
    public int choose(int position, int count) {
        if (position == choices.size()) {
            choices.add(new Choice(0, count));
            return 0;
        }
        Choice known = choices.get(position);
        if (known.count == UNKNOWN ? known.chosen >= count : known.count != count) {
            throw new DivergedError("choice " + (position + 1) + " was "
                    + (known.count == UNKNOWN ? "number " + (known.chosen + 1) : "among " + known.count)
                    + ", and now there are " + count + " alternatives");
        }
        return known.chosen;
    }

    /**
     * The next path after this one, in which the last choice that had another alternative takes it; null after the
     * last.
     */
    public @Nullable Path next() {
        int last = choices.size() - 1;
        while (last >= 0 && choices.get(last).chosen + 1 >= choices.get(last).count) {
            last--;
        }
        if (last < 0) {
            return null;
        }
        var next = new ArrayList<>(choices.subList(0, last + 1));
        next.set(last, new Choice(choices.get(last).chosen + 1, choices.get(last).count));
        return new Path(next);
    }

    /** The first {@code length} choices in a compact form, without trailing zeros. */
    String encode(int length) {
        int end = Math.min(length, choices.size());
        while (end > 0 && choices.get(end - 1).chosen == 0) {
            end--;
        }
        var text = new StringBuilder();
        for (int position = 0; position < end; position++) {
            int zeros = zeros(position);
            if (zeros > 3) {
                text.append(ZEROS).append(zeros).append('.');
                position += zeros - 1;
            } else {
                encode(text, choices.get(position).chosen);
            }
        }
        return text.toString();
    }

    private int zeros(int start) {
        int end = start;
        while (choices.get(end).chosen == 0) {
            end++; // the last choice is none
        }
        return end - start;
    }

    private static void encode(StringBuilder text, int chosen) {
        if (chosen < 10) {
            text.append(chosen);
        } else {
            text.append(LARGE).append(chosen).append('.');
        }
    }

    /** @throws IllegalArgumentException if {@code text} is no encoded path */
    static Path decode(String text) {
        var choices = new ArrayList<Choice>();
        for (int position = 0; position < text.length(); position++) {
            char kind = text.charAt(position);
            if (kind >= '0' && kind <= '9') {
                choices.add(new Choice(kind - '0', UNKNOWN));
                continue;
            }
            int dot = text.indexOf('.', position);
            if ((kind != ZEROS && kind != LARGE) || dot < 0) {
                throw new IllegalArgumentException("no path of choices: " + text);
            }
            int number = Integer.parseInt(text.substring(position + 1, dot));
            if (number < 0 || number > LONGEST - choices.size()) {
                throw new IllegalArgumentException("no path that anybody has gone: " + text);
            }
            if (kind == LARGE) {
                choices.add(new Choice(number, UNKNOWN));
            } else {
                for (int n = 0; n < number; n++) {
                    choices.add(new Choice(0, UNKNOWN));
                }
            }
            position = dot;
        }
        return new Path(choices);
    }
}
