package dev.simbroker.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.Coverage;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Exploration;
import dev.simbroker.time.ProcessFailedException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The guide's chapter on schedules. */
@Tag("reports")
class ScheduleGuideTest {

    /** Two tills take the last ticket, each after it has looked whether there is one. */
    private static void sellTickets(Simulation simulation) {
        Mailbox<String> tickets = Mailbox.unbounded(simulation, "tickets");
        tickets.add("the last ticket");
        for (String till : new String[] {"till 1", "till 2"}) {
            simulation.spawn(till, () -> {
                if (!tickets.isEmpty()) {
                    tickets.remove(); // throws if there is none
                }
            });
        }
        simulation.run();
    }

    private static void sellTicketsWell(Simulation simulation) {
        Mailbox<String> tickets = Mailbox.unbounded(simulation, "tickets");
        tickets.add("the last ticket");
        for (String till : new String[] {"till 1", "till 2"}) {
            simulation.spawn(till, () -> {
                String ticket = tickets.poll();
                assertThat(ticket).isIn("the last ticket", null);
            });
        }
        simulation.run();
    }

    @Test
    void seedsFindIt() {
        assertThatExceptionOfType(ProcessFailedException.class).isThrownBy(() -> {
            for (long seed = 0; seed < 100; seed++) {
                try (var simulation = Simulation.builder()
                        .schedule(Schedule.random())
                        .seed(seed)
                        .build()) {
                    sellTickets(simulation);
                }
            }
        });
    }

    @Test
    void everyOrder() {
        Coverage coverage = Exploration.exhaustive().explore(schedule -> {
            try (var simulation = Simulation.builder().schedule(schedule).build()) {
                sellTicketsWell(simulation);
            }
        });
        assertThat(coverage.complete()).isTrue();
    }

    @Test
    void mayOrMayNot() {
        var simulation = Simulation.create();
        simulation.spawn("worker", () -> {
            simulation.sleep(Duration.ofSeconds(1));
            if (simulation.choose(2) == 1) {
                return; // it crashes
            }
            simulation.sleep(Duration.ofSeconds(1));
        });
        simulation.run();
        simulation.close();
    }

    @Test
    void audit() {
        EventTrace.audit(trace -> {
            try (var simulation = Simulation.builder().recordTo(trace).build()) {
                sellTicketsWell(simulation);
            }
        });
    }
}
