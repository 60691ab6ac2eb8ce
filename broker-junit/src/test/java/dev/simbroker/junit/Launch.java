package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** A launch of sample tests within a test. */
final class Launch {

    private final EngineExecutionResults results;

    private Launch(EngineExecutionResults results) {
        this.results = results;
    }

    static Launch of(Class<?> tests) {
        return of(tests, Map.of());
    }

    static Launch of(Class<?> tests, Map<String, String> parameters) {
        return new Launch(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameters(parameters)
                .execute());
    }

    static Launch of(Class<?> tests, String method) {
        return of(tests, method, Map.of());
    }

    static Launch of(Class<?> tests, String method, Map<String, String> parameters) {
        var parameterTypes = Arrays.stream(tests.getDeclaredMethods())
                .filter(it -> it.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getParameterTypes();
        return new Launch(EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(tests, method, parameterTypes))
                .configurationParameters(new HashMap<>(parameters))
                .execute());
    }

    /** Checks that all tests passed, and that there were so many. */
    void passed(int tests) {
        assertThat(failures()).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(tests);
        assertThat(results.testEvents().aborted().count()).isZero();
    }

    void aborted(int tests) {
        assertThat(failures()).isEmpty();
        assertThat(results.testEvents().aborted().count()).isEqualTo(tests);
    }

    /** What the one test that failed failed with; of a container if there is none. */
    Throwable failure() {
        assertThat(failures()).hasSize(1);
        return failures().getFirst();
    }

    /** The replay that this failure names. */
    String replay() {
        String message = String.valueOf(failure().getMessage());
        String property = "-Dsimbroker.replay=";
        return message.substring(message.indexOf(property) + property.length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    List<Throwable> failures() {
        return results.allEvents()
                .finished()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .filter(result -> result.getStatus() == TestExecutionResult.Status.FAILED)
                .flatMap(result -> result.getThrowable().stream())
                .toList();
    }

    /** The names of the tests in the report. */
    List<String> names() {
        return results.testEvents()
                .started()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    /** What the tests reported, line by line. */
    List<String> reports() {
        return results.allEvents().stream()
                .filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
                .map(Event::getPayload)
                .map(entry -> entry.orElseThrow().toString())
                .toList();
    }
}
