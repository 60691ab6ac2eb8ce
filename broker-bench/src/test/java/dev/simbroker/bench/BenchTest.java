package dev.simbroker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.simbroker.bench.Figure.Formula;
import dev.simbroker.bench.Target.AtLeast;
import dev.simbroker.bench.Target.AtMost;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class BenchTest {

    private static final Contender FIRST = Timed.of("First.run");
    private static final Contender SECOND = Timed.of("Second.run");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void contenders_areMeasuredInTurn() throws Exception {
        var order = new ArrayList<Contender>();

        Measurement.of(
                group(Formula.TIME_RATIO, new AtMost(2)),
                2,
                contender -> {
                    order.add(contender);
                    return new Sample(1, 1);
                },
                out);

        assertThat(order).containsExactly(FIRST, SECOND, FIRST, SECOND);
    }

    @Test
    void ratio_isThatOfTheMeasurementsOfOneRound() throws Exception {
        Outcome time = outcome(Formula.TIME_RATIO, new AtMost(2), 10, 5, 30, 10, 80, 20);
        Outcome rate = outcome(Formula.RATE_RATIO, new AtLeast(1), 10, 5, 30, 10, 80, 20);

        assertThat(time.values()).containsExactly(2.0, 3.0, 4.0);
        assertThat(time.median()).isEqualTo(3);
        assertThat(time.min()).isEqualTo(2);
        assertThat(time.max()).isEqualTo(4);
        assertThat(time.isReached()).isFalse();
        assertThat(rate.median()).isEqualTo(1 / 3.0, within(1e-9));
        assertThat(rate.isReached()).isFalse();
    }

    @Test
    void report_hasEveryNumber(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("benchmarks.json");
        var report = new Report(
                Machine.here(),
                new Effort(2, 0, 1, 1),
                List.of(measurement(Formula.TIME_RATIO, new AtMost(2), 10, 5, 30, 20)));

        report.print(out);
        report.write(file);

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("| what | 1.75 | 1.50 | 2.00 | times the time | at most 2 | yes |");
        var json = new JsonMapper().readTree(file);
        assertThat(json.at("/machine/cores").asInt()).isPositive();
        assertThat(json.at("/machine/jdk").asString())
                .contains(Runtime.version().toString());
        assertThat(json.at("/groups/0/rounds").asInt()).isEqualTo(2);
        assertThat(json.at("/groups/0/samples/1/benchmark").asString()).isEqualTo("Second.run");
        assertThat(json.at("/groups/0/samples/1/nanosPerOperation/1").asDouble())
                .isEqualTo(20);
        assertThat(json.at("/groups/0/figures/0/values/0").asDouble()).isEqualTo(2);
        assertThat(json.at("/groups/0/figures/0/median").asDouble()).isEqualTo(1.75);
    }

    @Test
    void list_namesTheGroups() {
        int code = Bench.commandLine(out, out).execute("--list");

        assertThat(code).isZero();
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .hasSameSizeAs(Catalogue.groups())
                .anySatisfy(line -> assertThat(line).startsWith("sleep "));
    }

    /** The build says where the numbers go, and whoever wants them elsewhere says so after it. */
    @Test
    void optionSaidTwice_countsTheSecondTime() {
        int code = Bench.commandLine(out, out).execute("--json", "one", "--list", "--json", "other");

        assertThat(code).isZero();
    }

    @Test
    void unknownGroup_isRefusedBeforeAnythingIsMeasured() {
        var errors = new StringWriter();

        int code = Bench.commandLine(out, out).setErr(new PrintWriter(errors)).execute("sleep", "walk");

        assertThat(code).isNotZero();
        assertThat(errors.toString()).contains("there is no group 'walk'", "sleep, scenario");
        assertThat(written.size()).isZero();
    }

    private static Outcome outcome(Formula formula, Target target, double... nanos) throws Exception {
        return measurement(formula, target, nanos).outcomes().getFirst();
    }

    /** What comes of measurements that take so long, in turn. */
    private static Measurement measurement(Formula formula, Target target, double... nanos) throws Exception {
        var next = DoubleStream.of(nanos).iterator();
        return Measurement.of(
                group(formula, target),
                nanos.length / 2,
                contender -> new Sample(next.nextDouble(), Double.NaN),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    private static Group group(Formula formula, Target target) {
        return new Group("group", "Title", List.of(new Figure("what", formula, List.of(FIRST, SECOND), target)));
    }
}
