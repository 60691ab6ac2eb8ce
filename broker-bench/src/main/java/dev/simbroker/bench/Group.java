package dev.simbroker.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Figures that are measured together: each round measures every contender once, one after another.
 *
 * @param name its name on the command line
 * @param title its heading
 * @param roundsFactor the factor by which it has more rounds than others, for targets within the variation of its
 *     figures
 * @param figures the figures
 */
record Group(String name, String title, int roundsFactor, List<Figure> figures) {

    Group(String name, String title, List<Figure> figures) {
        this(name, title, 1, figures);
    }

    /** The distinct contenders, in the order of measurement. */
    Set<Contender> contenders() {
        var contenders = new LinkedHashSet<Contender>();
        figures.forEach(figure -> contenders.addAll(figure.contenders()));
        return contenders;
    }

    Group capped(int most) {
        return new Group(
                name,
                title,
                roundsFactor,
                figures.stream().map(figure -> figure.capped(most)).toList());
    }
}
