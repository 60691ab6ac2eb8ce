package dev.simbroker.internal.util;

import dev.simbroker.time.spi.ReportSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The report sources of one scheduler, in the order in which they were added. Thread-safe. */
public final class ReportSources {

    private final List<ReportSource> sources = new CopyOnWriteArrayList<>();

    public void add(ReportSource source) {
        sources.add(source);
    }

    public void remove(ReportSource source) {
        sources.remove(source);
    }

    /** The lines of all of them. Whatever one of them does, the others are heard. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (ReportSource source : sources) {
            try {
                lines.addAll(List.copyOf(source.report()));
            } catch (Throwable e) { // its text is as foreign as itself
                lines.add("a source of this report failed with " + e.getClass().getName());
            }
        }
        return lines;
    }
}
