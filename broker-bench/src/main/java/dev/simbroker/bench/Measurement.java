package dev.simbroker.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A group, measured.
 *
 * @param samples what each contender's measurements said, one for each round
 */
record Measurement(Group group, Map<Contender, List<Sample>> samples) {

    /** How a contender is measured once. */
    interface Meter {
        Sample measure(Contender contender) throws Exception;
    }

    /** Measures every contender in turn, round after round, so that whatever disturbs the machine disturbs all of them. */
    static Measurement of(Group group, int rounds, Meter meter, PrintStream progress) throws Exception {
        var samples = new LinkedHashMap<Contender, List<Sample>>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : group.contenders()) {
                Sample sample = meter.measure(contender);
                samples.computeIfAbsent(contender, key -> new ArrayList<>()).add(sample);
                progress.printf(
                        Locale.ROOT,
                        "%s, round %d of %d: %s: %s%n",
                        group.name(),
                        round,
                        rounds,
                        contender.label(),
                        sample);
            }
        }
        return new Measurement(group, samples);
    }

    int rounds() {
        return samples.values().iterator().next().size();
    }

    /** What became of each figure, of the samples that belong to one round each. */
    List<Outcome> outcomes() {
        return group.figures().stream().map(this::outcome).toList();
    }

    private Outcome outcome(Figure figure) {
        return new Outcome(
                figure,
                IntStream.range(0, rounds())
                        .mapToObj(round -> figure.formula()
                                .of(figure.contenders().stream()
                                        .map(contender -> samplesOf(contender).get(round))
                                        .toList()))
                        .toList());
    }

    private List<Sample> samplesOf(Contender contender) {
        return samples.getOrDefault(contender, List.of());
    }
}
