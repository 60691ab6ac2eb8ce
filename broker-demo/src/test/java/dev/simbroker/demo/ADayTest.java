package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.TopicStatistics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenario of a whole day; here a quarter of an hour of it, the day itself in {@link DemoIT}. */
class ADayTest {

    private static final String UNTIL = "900";

    private static Scenario scenario() throws ScenarioException {
        return Scenarios.find("a-day");
    }

    /** The numbers of each row of the summary. */
    static List<long[]> rows(String out) {
        return out.lines()
                .dropWhile(line -> !line.startsWith("subscription "))
                .skip(1)
                .map(line -> line.split("\\s{2,}"))
                .map(row ->
                        Arrays.stream(row).skip(1).mapToLong(Long::parseLong).toArray())
                .toList();
    }

    @Test
    void aDay_hasDozensOfServices() throws ScenarioException {
        assertThat(scenario().until()).isEqualTo(Duration.ofDays(1));
        assertThat(scenario().publishers().size() + scenario().subscribers().size())
                .isGreaterThan(36);
        assertThat(scenario().subscribers()).anyMatch(spec -> spec.members() > 1);
    }

    @Test
    void run_printsNoEvents_butTheSummary_andTheSpeedOnStandardError() {
        var run = CommandLineRun.of("run", "a-day", "--until", UNTIL);

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("\n=== Summary ===\nMessages published: ");
        assertThat(run.err()).matches(SpeedTest.ANY);
    }

    @Test
    void run_printsTheSameAgain_butForTheSpeed() {
        String once = CommandLineRun.of("run", "a-day", "--until", UNTIL).out();

        assertThat(CommandLineRun.of("run", "a-day", "--until", UNTIL).out()).isEqualTo(once);
    }

    @Test
    void everyRow_obeysTheConservationLaw_andTheLastIsTheSum() {
        var rows = rows(CommandLineRun.of("run", "a-day", "--until", UNTIL).out());

        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            assertThat(row).hasSize(8);
            assertThat(Arrays.stream(row, 1, 6).sum()).isEqualTo(row[0]);
        });
        long[] all = rows.getLast();
        for (int column = 0; column < all.length; column++) {
            int which = column;
            assertThat(rows.stream()
                            .limit(rows.size() - 1)
                            .mapToLong(row -> row[which])
                            .sum())
                    .isEqualTo(all[which]);
        }
        assertThat(all[7]).as("redelivered").isPositive();
    }

    @Test
    void everySubscription_isGivenEveryMessageOfItsTopics() throws ScenarioException {
        try (var model = new Model(scenario(), 0)) {
            model.simulation().runFor(Duration.ofSeconds(Long.parseLong(UNTIL)));

            for (TopicStatistics topic : model.broker().topics()) {
                assertThat(model.broker().subscriptions())
                        .filteredOn(subscription -> subscription.destination().equals(topic.topic()))
                        .isNotEmpty()
                        .extracting(SubscriptionStatistics::accepted)
                        .containsOnly(topic.accepted());
            }
        }
    }

    @Test
    void eventLines_arePrintedIfAskedFor() {
        var run = CommandLineRun.of("run", "a-day", "--until", "1", "--print", "events");

        assertThat(run.out()).startsWith("[0.0] Web publishing: Message 1 from Web\n");
        assertThat(run.out()).doesNotContain("===");
        assertThat(run.err()).isEmpty();
    }
}
