package dev.simbroker.demo;

import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A section of a run's output; sections are printed in this order. All except {@link #SPEED} go to standard output and
 * are the same in every run of a scenario with the same seed.
 */
enum Section {
    /** A line for each event. */
    EVENTS,
    /** The statistics of the original program, a line for each figure. */
    STATISTICS,
    /** A table with a row for each subscription. */
    SUMMARY,
    /** Every meter. */
    METERS,
    /** How fast the run was in real time, on standard error. */
    SPEED;

    /** The sections that are printed by default. */
    static Set<Section> defaults() {
        return EnumSet.of(EVENTS, STATISTICS);
    }

    /** Reads a section from the command line. */
    static final class Converter implements ITypeConverter<Section> {

        @Override
        public Section convert(String value) {
            return Fields.constant(Section.class, value)
                    .orElseThrow(() -> new TypeConversionException(
                            "it must be one of " + Fields.words(Section.class) + ": " + value));
        }
    }
}
