package dev.simbroker.bench;

import java.util.List;

/**
 * The values of a figure.
 *
 * @param figure the figure
 * @param values the values, one for each round
 */
record Outcome(Figure figure, List<Double> values) {

    Outcome {
        values = List.copyOf(values);
    }

    double median() {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return values.stream().mapToDouble(value -> value).min().orElseThrow();
    }

    double max() {
        return values.stream().mapToDouble(value -> value).max().orElseThrow();
    }

    boolean isReached() {
        return figure.target().isReached(median());
    }
}
