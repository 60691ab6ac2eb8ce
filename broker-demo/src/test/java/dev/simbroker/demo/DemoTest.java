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
                        "broker.delivery.latency.max (seconds)",
                        "broker.dropped (messages)",
                        "broker.filtered (messages)",
                        "broker.handlers (threads)",
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
                        "broker.published (messages) broker=broker, destination=user-activity,"
                                + " outcome=accepted count 3",
                        "broker.delivery.latency (seconds) broker=broker, destination=user-activity,"
                                + " subscription=Analytics total 2.5",
                        "broker.delivery.latency.max (seconds) broker=broker, destination=user-activity,"
                                + " subscription=Analytics value 1.5");
    }

    @Test
    void print_replacesWhatTheScenarioSays_inAnOrderOfItsOwn() {
        var run = CommandLineRun.of("run", "--until", "3", "--print", "speed,summary");

        assertThat(run.out()).isEqualTo("""

                === Summary ===
                Messages published: 5
                Messages delivered: 9

                subscription  accepted  settled  dead-lettered  dropped  waiting  in flight  received  redelivered
                Inventory            2        2              0        0        0          0         2            0
                Email                2        2              0        0        0          0         2            0
                Analytics            5        4              0        0        1          0         4            0
                (all)                9        8              0        0        1          0         8            0
                """);
        assertThat(run.err()).matches(SpeedTest.ANY);
    }

    @Test
    void quiet_andMetrics_changeWhatIsPrinted() {
        var events = CommandLineRun.of("run", "--until", "3", "--print", "events");
        var meters = CommandLineRun.of("run", "--until", "3", "--print", "meters");

        assertThat(events.out()).startsWith("[0.0] ").doesNotContain("===");
        assertThat(meters.out()).startsWith("\n=== Meters ===\n");
        assertThat(CommandLineRun.of("run", "--until", "3", "--print", "events", "--metrics"))
                .isEqualTo(new CommandLineRun(0, events.out() + meters.out(), ""));
        assertThat(CommandLineRun.of("run", "--until", "3", "--print", "events", "--quiet"))
                .isEqualTo(new CommandLineRun(0, "", ""));
    }

    @Test
    void help_andVersion() {
        assertThat(CommandLineRun.of("--help").out()).contains("Usage: broker-demo", "run ");
        assertThat(CommandLineRun.of("run", "--help").out())
                .contains("FILE.yaml", "--until=SECONDS", "--metrics", "--print=PART", "--quiet", "--seed=N");
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
        assertThat(CommandLineRun.of("run", "--print", "events,all").err())
                .contains("it must be one of events, statistics, summary, meters, speed: all");
        assertThat(CommandLineRun.of("run", "--seed", "x").code()).isEqualTo(2);
    }
}
