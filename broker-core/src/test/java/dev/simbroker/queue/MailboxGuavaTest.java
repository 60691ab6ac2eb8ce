package dev.simbroker.queue;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Guava's suite for queues, which holds the collection half of the contract against a mailbox. */
class MailboxGuavaTest {

    /** More than the suite ever adds: what it does not know is a queue that becomes full. */
    private static final int ROOMY = 100;

    private static final LiveScheduler LIVE = Scheduler.live();

    @AfterAll
    static void close() {
        LIVE.close();
    }

    @TestFactory
    Stream<DynamicNode> mailbox_isAQueue() {
        return Stream.of(
                nodeOf(suite("unbounded", () -> Mailbox.unbounded(Simulation.create(), "letters"))),
                nodeOf(suite("bounded", () -> Mailbox.bounded(Simulation.create(), "letters", ROOMY))),
                nodeOf(suite("unbounded, live", () -> Mailbox.unbounded(LIVE, "letters"))),
                nodeOf(suite("bounded, live", () -> Mailbox.bounded(LIVE, "letters", ROOMY))));
    }

    private static TestSuite suite(String name, Supplier<Mailbox<String>> mailboxes) {
        var generator = new TestStringQueueGenerator() {
            @Override
            protected Queue<String> create(String[] elements) {
                Mailbox<String> mailbox = mailboxes.get();
                mailbox.addAll(List.of(elements));
                return mailbox;
            }
        };
        return QueueTestSuiteBuilder.using(generator)
                .named(name)
                .withFeatures(
                        CollectionSize.ANY,
                        CollectionFeature.GENERAL_PURPOSE,
                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionFeature.ALLOWS_NULL_QUERIES)
                .createTestSuite();
    }

    @SuppressWarnings("JdkObsolete") // the suite is written for JUnit 3
    private static DynamicNode nodeOf(Test test) {
        return switch (test) {
            case TestSuite suite ->
                DynamicContainer.dynamicContainer(
                        suite.getName(),
                        IntStream.range(0, suite.testCount())
                                .mapToObj(suite::testAt)
                                .map(MailboxGuavaTest::nodeOf));
            case TestCase one -> DynamicTest.dynamicTest(one.getName(), one::runBare);
            default -> throw new AssertionError("neither suite nor case: " + test);
        };
    }
}
