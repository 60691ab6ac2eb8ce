package dev.simbroker.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Figures that are measured together: in each round every contender is measured once, one after the other.
 *
 * @param name by which the command line knows it
 * @param title what it is about
 * @param roundsFactor how many times as often as others it is measured, since what is to be reached lies near to how much figures vary
 */
record Group(String name, String title, int roundsFactor, List<Figure> figures) {

    Group(String name, String title, List<Figure> figures) {
        this(name, title, 1, figures);
    }

    /** Each contender once, in the order in which they are measured. */
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
