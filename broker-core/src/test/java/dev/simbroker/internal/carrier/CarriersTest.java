package dev.simbroker.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.simbroker.time.Simulation;
import dev.simbroker.time.spi.Carrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which way a simulation carries its processes. A thread's text names the thread that carries it. */
class CarriersTest {

    private static final String OURS = "@simbroker-carrier";
    private static final String JDKS = "@ForkJoinPool-1-worker-";

    private static String threadIn(Simulation.Builder settings) {
        var thread = new AtomicReference<String>();
        try (var simulation = settings.build()) {
            simulation.run(() -> thread.set(Thread.currentThread().toString()));
        }
        return thread.get();
    }

    private static void withProperty(String value, Runnable body) {
        String before = System.getProperty("simbroker.carrier");
        System.setProperty("simbroker.carrier", value);
        try {
            body.run();
        } finally {
            if (before == null) {
                System.clearProperty("simbroker.carrier");
            } else {
                System.setProperty("simbroker.carrier", before);
            }
        }
    }

    // ---- where java.lang is not open, as nearly everywhere ----

    @Test
    void byItself_theBaton() {
        assertThat(threadIn(Simulation.builder())).contains(JDKS);
    }

    @Test
    void carriedWhereItIsImpossible_isRefused_withTheOptionThatMakesItPossible() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(Carrier::carried)
                .withMessage("one thread cannot carry the processes of a simulation, because java.lang is not open to"
                        + " this library: start the JVM with --add-opens java.base/java.lang=ALL-UNNAMED");
        withProperty(
                "carried",
                () -> assertThatExceptionOfType(UnsupportedOperationException.class)
                        .isThrownBy(Simulation::create)
                        .withMessageContaining("--add-opens"));
    }

    @Test
    void propertyOfAnotherValue_isRefused() {
        withProperty(
                "Carried",
                () -> assertThatIllegalArgumentException()
                        .isThrownBy(Simulation::create)
                        .withMessage("the system property simbroker.carrier must be 'baton' or 'carried', and is"
                                + " 'Carried'"));
    }

    // ---- where it is open ----

    @Test
    @Tag("carried")
    void byItself_carried_whereJavaLangIsOpen() {
        assertThat(threadIn(Simulation.builder())).contains(OURS);
    }

    @Test
    @Tag("carried")
    void theProperty_decides_andTheBuilderAboveIt() {
        withProperty("baton", () -> {
            assertThat(threadIn(Simulation.builder())).contains(JDKS);
            assertThat(threadIn(Simulation.builder().carrier(Carrier.carried())))
                    .contains(OURS);
        });
        withProperty("carried", () -> {
            assertThat(threadIn(Simulation.builder())).contains(OURS);
            assertThat(threadIn(Simulation.builder().carrier(Carrier.baton()))).contains(JDKS);
        });
    }
}
