package dev.simbroker.demo;

import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a run may print, in this order. All but {@link #SPEED} goes to standard output and is the same in each run of a scenario with the
 * same seed.
 */
enum Part {
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

    /** What is printed unless a scenario or the command line says otherwise. */
    static Set<Part> usual() {
        return EnumSet.of(EVENTS, STATISTICS);
    }

    /** Reads a part from the command line. */
    static final class Converter implements ITypeConverter<Part> {

        @Override
        public Part convert(String value) {
            return Fields.constant(Part.class, value)
                    .orElseThrow(() -> new TypeConversionException(
                            "it must be one of " + Fields.words(Part.class) + ": " + value));
        }
    }
}
