package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void interleaves() {
        var log = new ArrayList<String>();
        try (var simulation = Simulation.create()) {
            for (int p = 1; p <= 3; p++) {
                int n = p;
                simulation.spawn("p" + p, () -> {
                    while (true) {
                        log.add(simulation.elapsed().toSeconds() + "p" + n);
                        simulation.sleep(Duration.ofSeconds(n));
                    }
                });
            }
            simulation.runFor(Duration.ofSeconds(4));
        }
        assertThat(log).containsExactly("0p1", "0p2", "0p3", "1p1", "2p2", "2p1", "3p3", "3p1", "4p2", "4p1");
    }
}
