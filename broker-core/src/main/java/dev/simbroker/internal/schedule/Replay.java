package dev.simbroker.internal.schedule;

import dev.simbroker.time.Simulation;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text that repeats a run up to where it ended, as {@code schedule:seed:count:hash}, and {@code @start} if that is
 * not the default.
 *
 * @param start the simulated time at which the run began
 * @param count the number of its events
 * @param hash a hash of its events, by which a program that goes another way is known
 */
public record Replay(Strategy strategy, long seed, Instant start, long count, int hash) {

    public static Replay parse(String text) {
        String[] run = text.strip().split("@", 2);
        String[] parts = run[0].split(":", -1);
        try {
            if (parts.length == 4) {
                return new Replay(
                        strategy(parts[0]),
                        Long.parseLong(parts[1]),
                        run.length == 1 ? Simulation.DEFAULT_START : Instant.parse(run[1]),
                        Long.parseLong(parts[2]),
                        Integer.parseUnsignedInt(parts[3], 16));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "a replay must be what a failure printed, such as random:42:1234:9f3a21bc: '" + text + "'", cause);
    }

    private static Strategy strategy(String text) {
        String[] words = text.split("\\.", 3);
        return switch (words[0]) {
            case "fifo" -> new FifoStrategy();
            case "random" -> new RandomStrategy();
            case "pct" ->
                words.length == 2
                        ? new PctStrategy(Integer.parseInt(words[1]), PctStrategy.UNKNOWN)
                        : new PctStrategy(Integer.parseInt(words[1]), choices(words[2]));
            default -> path(text);
        };
    }

    private static long choices(String text) {
        long choices = Long.parseLong(text);
        if (choices < 1) {
            throw new IllegalArgumentException("the choices of a pct schedule must be at least 1: " + choices);
        }
        return choices;
    }

    private static Strategy path(String text) {
        int dot = text.indexOf('.');
        if (!text.startsWith("path") || dot < 0) {
            throw new IllegalArgumentException("no schedule: " + text);
        }
        String bound = text.substring("path".length(), dot);
        return new PathStrategy(
                Path.decode(text.substring(dot + 1)), bound.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(bound));
    }

    @Override
    public String toString() {
        String run = String.format(Locale.ROOT, "%s:%d:%d:%08x", strategy, seed, count, hash);
        return start.equals(Simulation.DEFAULT_START) ? run : run + "@" + start;
    }
}
