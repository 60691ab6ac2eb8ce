package dev.simbroker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.time.Simulation;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What draws from the machine outside draws from the seed of the simulation. */
@Timeout(60)
class ChanceIT {

    private static final Set<Integer> SET = Set.of(1, 2, 3, 4, 5, 6, 7, 8);
    private static final Map<String, Integer> MAP = Map.of("a", 1, "b", 2, "c", 3, "d", 4, "e", 5);

    static Stream<Named<Callable<Object>>> kinds() {
        return Stream.of(
                kind("Random", () -> new Random().nextLong()),
                kind("SplittableRandom", () -> new SplittableRandom().nextLong()),
                kind(
                        "RandomGenerator",
                        () -> RandomGenerator.of("L64X128MixRandom").nextLong()),
                kind("ThreadLocalRandom", () -> ThreadLocalRandom.current().nextLong()),
                kind("Math.random", Math::random),
                kind("SecureRandom", () -> HexFormat.of().formatHex(bytes(new SecureRandom()))),
                kind("SecureRandom.generateSeed", () -> HexFormat.of().formatHex(new SecureRandom().generateSeed(8))),
                kind("UUID", () -> UUID.randomUUID()),
                kind("shuffle", () -> shuffled()));
    }

    private static Named<Callable<Object>> kind(String name, Callable<Object> draw) {
        return Named.of(name, draw);
    }

    private static byte[] bytes(SecureRandom random) {
        var bytes = new byte[11];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<Integer> shuffled() {
        var numbers = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
        Collections.shuffle(numbers);
        return numbers;
    }

    /** Three draws of the main process, and three of another thread. */
    private static List<Object> drawn(long seed, Callable<Object> draw) {
        var drawn = new ArrayList<Object>();
        try (var simulation =
                Simulation.builder().seed(seed).carrier(Capture.carrier()).build()) {
            simulation.run(() -> {
                var other = new Thread(() -> drawThree(draw, drawn));
                other.start();
                other.join();
                drawThree(draw, drawn);
            });
        }
        return drawn;
    }

    private static void drawThree(Callable<Object> draw, List<Object> drawn) {
        try {
            for (int n = 0; n < 3; n++) {
                drawn.add(draw.call());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void chance_isThatOfTheSeed(Callable<Object> draw) throws Exception {
        List<Object> first = drawn(1, draw);
        draw.call(); // outside it is the machine's, and changes nothing inside

        assertThat(first).doesNotHaveDuplicates();
        assertThat(drawn(1, draw)).isEqualTo(first);
        assertThat(drawn(2, draw)).doesNotContainAnyElementsOf(first);
    }

    @Test
    void orderOfImmutableCollections_isThatOfTheSeed() {
        Set<Object> orders = new java.util.HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            List<Object> order = drawn(seed, () -> List.of(List.copyOf(SET), List.copyOf(MAP.keySet())));
            assertThat(drawn(seed, () -> List.of(List.copyOf(SET), List.copyOf(MAP.keySet()))))
                    .isEqualTo(order);
            orders.add(order.getFirst());
        }

        assertThat(orders).hasSizeGreaterThan(5);
        assertThat(SET).contains(1, 8).doesNotContain(9);
        assertThat(MAP).containsEntry("c", 3);
    }
}
