package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoTest {

    private static final String STATISTICS_UNTIL_3 = """

            === Statistics ===
            Messages published: 5
            Messages delivered: 9
            Inventory received: 2
            Email received: 2
            Analytics received: 4
            """;

    @Test
    void until_replacesTheScenariosOwn_andIncludesWhatIsDueThen() {
        var run = CommandLineRun.of("run", "--until", "3.0");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("[3.0] Analytics received from 'user-activity': Message 2 from UserService (latency: 1.5)\n")
                .doesNotContain("[4.0]")
                .endsWith(STATISTICS_UNTIL_3);
    }

    @Test
    void quiet_leavesOutTheEventLines() {
        assertThat(CommandLineRun.of("run", "--until", "3", "--quiet").out()).isEqualTo(STATISTICS_UNTIL_3);
    }

    @Test
    void untilZero_runsWhatIsDueAtTheStart() {
        assertThat(CommandLineRun.of("run", "--until", "0", "--quiet").out()).contains("Messages published: 2\n");
    }

    @Test
    void metrics_printsEveryMeter_asATable() {
        var run = CommandLineRun.of("run", "--until", "3", "--quiet", "--metrics");

        assertThat(run.out()).startsWith(STATISTICS_UNTIL_3).contains("\n=== Meters ===\nmeter ");
        var table =
                run.out().lines().dropWhile(line -> !line.startsWith("meter ")).toList();
        assertThat(table.stream()
                        .map(line -> line.replaceFirst("\\s{2,}.*", ""))
                        .distinct())
                .containsExactly(
                        "meter",
                        "broker.acked (messages)",
                        "broker.deadlettered (messages)",
                        "broker.delivered (messages)",
                        "broker.delivery.latency (seconds)",
                        "broker.dropped (messages)",
                        "broker.inflight (messages)",
                        "broker.nacked (messages)",
                        "broker.process (seconds)",
                        "broker.published (messages)",
                        "broker.queue.depth (messages)",
                        "broker.queue.oldest.age (seconds)",
                        "broker.received (messages)",
                        "broker.redelivered (messages)");
        assertThat(table)
                .extracting(line -> line.replaceAll("\\s+", " "))
                .contains(
                        "broker.received (messages) broker=broker, destination=orders, subscription=Inventory count 2",
                        "broker.published (messages) broker=broker, destination=user-activity, outcome=accepted count 3",
                        "broker.delivery.latency (seconds) broker=broker, destination=user-activity,"
                                + " subscription=Analytics max 1.5");
    }

    @Test
    void help_andVersion() {
        assertThat(CommandLineRun.of("--help").out()).contains("Usage: broker-demo", "run ");
        assertThat(CommandLineRun.of("run", "--help").out())
                .contains("FILE.yaml", "--until=SECONDS", "--metrics", "--quiet", "--seed=N");
        assertThat(CommandLineRun.of("--version").out()).startsWith("Simbroker demo ");
    }

    @Test
    void seed_isAccepted() {
        assertThat(CommandLineRun.of("run", "--seed", "42")).isEqualTo(CommandLineRun.of("run"));
    }

    @Test
    void wrongCommandLine_endsWithCode2() {
        assertThat(CommandLineRun.of("walk").code()).isEqualTo(2);
        assertThat(CommandLineRun.of("run", "--until", "soon").err())
                .startsWith("Invalid value for option '--until': it must be a number of seconds: soon");
        assertThat(CommandLineRun.of("run", "--until", "-1").err()).contains("it must not be negative: -1");
        assertThat(CommandLineRun.of("run", "--seed", "x").code()).isEqualTo(2);
    }
}
