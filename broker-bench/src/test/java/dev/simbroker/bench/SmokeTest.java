package dev.simbroker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs whatever is measured once, small, in this JVM. That a benchmark did its work is checked by itself: it throws if
 * not.
 */
class SmokeTest {

    private static final int SMALL = 100;

    @BeforeAll
    static void anotherBuildOnThisMachineMayRunThemToo() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    static Stream<Named<Contender>> contenders() {
        return contendersOfAll(SMALL).stream().map(contender -> Named.of(contender.label(), contender));
    }

    private static Set<Contender> contendersOfAll(int most) {
        var contenders = new LinkedHashSet<Contender>();
        Catalogue.groups().forEach(group -> contenders.addAll(group.capped(most).contenders()));
        return contenders;
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyContender_doesWhatItSays(Contender contender) throws Exception {
        Sample sample = contender.smoke();

        switch (contender) {
            case Timed timed -> assertThat(sample.nanos()).isPositive();
            case Retained retained -> assertThat(sample.bytes()).isNotNaN();
        }
    }

    @Test
    void everyBenchmark_isMeasuredForSomeFigure() {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        Set<BenchmarkListEntry> known = BenchmarkList.defaultList().getAll(silent, new ArrayList<String>());
        Set<String> existing = known.stream()
                .map(BenchmarkListEntry::getUsername)
                .map(name -> name.replace(Timed.class.getPackageName() + ".", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> measured = contendersOfAll(Integer.MAX_VALUE).stream()
                .filter(Timed.class::isInstance)
                .map(Timed.class::cast)
                .map(Timed::benchmark)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(existing).isNotEmpty().isEqualTo(measured);
    }
}
