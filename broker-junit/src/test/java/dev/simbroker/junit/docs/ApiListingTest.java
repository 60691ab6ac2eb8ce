package dev.simbroker.junit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Broker;
import dev.simbroker.capture.Capture;
import dev.simbroker.junit.SimulationTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiListingTest {

    /** What the agent consists of is public for the JVM and the JDK alone. */
    private static final String AGENT = Capture.class.getPackageName() + ".";

    private static final List<String> HEAD = List.of(
            "The public and protected signatures of broker-core, broker-junit and broker-capture, but for its agent's.",
            "Generated from the compiled classes:",
            "ApiListingTest compares. What is not @Nullable is not null. A colon precedes supertypes.");

    @Test
    void api_isThatOfTheListing() throws IOException {
        Listing.assertUpToDate("api", api());
    }

    @Test
    void api_showsNothingOfTheEngine() {
        assertThat(api()).noneMatch(line -> line.contains(".internal"));
    }

    private static List<String> api() {
        var lines = new ArrayList<>(HEAD);
        byPackage().forEach((name, types) -> {
            lines.addAll(List.of("", "", "package " + name));
            types.forEach(type -> {
                lines.add("");
                lines.addAll(Signatures.of(type));
            });
        });
        return lines;
    }

    private static Map<String, List<Class<?>>> byPackage() {
        var types = new TreeMap<String, List<Class<?>>>();
        Stream.of(Broker.class, SimulationTest.class, Capture.class)
                .flatMap(member -> PublicTypes.besides(member).stream())
                .filter(type -> !type.getPackageName().startsWith(AGENT))
                .forEach(type -> types.computeIfAbsent(type.getPackageName(), name -> new ArrayList<>())
                        .add(type));
        return types;
    }
}
