package dev.simbroker.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The measurements of a group.
 *
 * @param group the group
 * @param samples the samples of each contender, one for each round
 */
record Measurement(Group group, Map<Contender, List<Sample>> samples) {

    /** Measures a contender once. */
    interface Meter {
        Sample measure(Contender contender) throws Exception;
    }

    /** Measures all contenders in turn, round after round, so that disturbances of the machine affect all of them. */
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

    /** The outcome of each figure, computed round by round. */
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
