package dev.simbroker.junit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every Java example in the documents is code that the tests compile and run. */
class DocsTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path ROOT = Path.of("..");
    private static final Path TESTS = Path.of("src/test/java/dev/simbroker");

    @ParameterizedTest
    @CsvSource({
        "docs/capture.md,junit/CapturedTestsIT.java",
        "docs/testing.md,junit/docs/RedeliveryTest.java junit/docs/TestingGuideTest.java",
        "docs/examples.md,examples/Billing.java examples/BillingRealTimeTest.java examples/BillingTest.java"
                + " examples/OutboxRelay.java examples/OutboxRelayRealTimeTest.java examples/OutboxRelayTest.java"
                + " examples/OrderSaga.java examples/OrderSagaRealTimeTest.java examples/OrderSagaTest.java"
                + " examples/FindingsTest.java",
    })
    void everyExample_isTestedCode(String document, String tests) throws IOException {
        String tested = "";
        for (String file : tests.split(" ", -1)) {
            tested += withoutSpace(Files.readString(TESTS.resolve(file)));
        }
        String all = tested;
        List<String> examples = examples(Files.readString(ROOT.resolve(document)));

        assertThat(examples).isNotEmpty();
        assertThat(examples).allSatisfy(example -> assertThat(all).contains(withoutSpace(example)));
    }

    private static List<String> examples(String document) {
        var examples = new ArrayList<String>();
        var matcher = JAVA_BLOCK.matcher(document);
        while (matcher.find()) {
            examples.add(matcher.group(1));
        }
        return examples;
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }
}
