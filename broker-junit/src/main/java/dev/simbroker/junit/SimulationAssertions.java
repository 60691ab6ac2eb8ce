package dev.simbroker.junit;

import dev.simbroker.Message;
import dev.simbroker.RemovalReason;
import dev.simbroker.Subscriber;
import dev.simbroker.time.BlockedProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Assertions about messages in simulated time: they let simulated time pass, and take no real time. Assertions that
 * take a simulation must be called by one of its processes, such as the method of a {@link SimulationTest}.
 */
public final class SimulationAssertions {

    /** The number of messages whose histories an assertion shows. */
    private static final int SHOWN = 10;

    private SimulationAssertions() {}

    // ---- nothing more ----

    /**
     * Asserts that the subscription will never have another message to deliver unless the caller does something. Lets
     * time pass until nothing can happen by itself, which makes it a proof; waiting for a while would not be one. A
     * message that is ready and may not be {@linkplain dev.simbroker.SubscriptionStatistics#receivable received}, since
     * an earlier one of its key or too many others are in flight, is not delivered.
     *
     * @throws AssertionFailedError if a message was received meanwhile or is left to be received, or if background
     *     processes could go on forever, so that there is no proof
     */
    public static void assertNothingMoreDelivered(Simulation simulation, Subscriber<?> subscriber)
            throws InterruptedException {
        var watch = DeliveryWatch.start(simulation, subscriber);
        boolean atRest = simulation.awaitQuiescence();
        watch.assertNothing(true);
        if (!atRest) {
            throw new AssertionFailedError("it cannot be proved that subscription '" + subscriber.subscription()
                    + "' will be given nothing more: what runs in the background may go on forever; use"
                    + " assertNothingDeliveredFor(simulation, subscriber, duration), or end it before"
                    + blocked(simulation, BlockedProcess::background) + ReportLines.of(simulation));
        }
    }

    /**
     * Asserts that the subscription has nothing to deliver for {@code duration} from now, its very end included; what
     * is ready and may not be received does not count, as in {@link #assertNothingMoreDelivered}.
     *
     * @throws AssertionFailedError if a message was received meanwhile, or could be received at the end
     */
    public static void assertNothingDeliveredFor(Simulation simulation, Subscriber<?> subscriber, Duration duration)
            throws InterruptedException {
        var watch = DeliveryWatch.start(simulation, subscriber);
        simulation.sleep(duration);
        simulation.awaitIdle();
        watch.assertNothing(false);
    }

    // ---- eventually ----

    /**
     * Asserts that {@code condition} becomes true within {@code duration} from now. Checks it after all events of every
     * instant at which something happens, the last instant included.
     */
    public static void assertEventuallyTrue(Simulation simulation, Duration duration, BooleanSupplier condition)
            throws InterruptedException {
        assertEventually(simulation, duration, () -> {
            if (!condition.getAsBoolean()) {
                throw new AssertionFailedError("the condition is false");
            }
        });
    }

    /**
     * Asserts that {@code assertion} passes within {@code duration} from now, where any exception or assertion error
     * counts as a failed check. Checks it after all events of every instant at which something happens, the last
     * instant included. If it answers something, nobody looks at that: for a condition there is
     * {@link #assertEventuallyTrue}.
     */
    public static void assertEventually(Simulation simulation, Duration duration, Executable assertion)
            throws InterruptedException {
        Instant end = simulation.now().plus(duration);
        simulation.awaitIdle();
        Throwable failure = failure(assertion);
        boolean more = !duration.isZero();
        while (failure != null && more) {
            more = simulation.awaitNextInstant(Duration.between(simulation.now(), end));
            if (!more) {
                simulation.awaitIdle(); // the end is included
            }
            failure = failure(assertion);
        }
        if (failure != null) {
            throw new AssertionFailedError(
                    "not within " + duration + " of simulated time, until " + simulation.now() + ": "
                            + failure.getMessage() + blocked(simulation, process -> true)
                            + ReportLines.of(simulation),
                    failure);
        }
    }

    private static @Nullable Throwable failure(Executable assertion) throws InterruptedException {
        try {
            assertion.execute();
            return null;
        } catch (InterruptedException | TestAbortedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            return e;
        } catch (Throwable e) {
            throw new AssertionFailedError("the assertion could not be tried: " + e, e);
        }
    }

    // ---- histories ----

    /**
     * Asserts how the attempts to deliver {@code message} to a subscription ended, in order. An attempt that is under
     * way does not count.
     *
     * @throws IllegalArgumentException if the journal does not know the message, or it was never given to the
     *     subscription
     */
    public static void assertAttempts(
            Journal journal, Message<?> message, String subscription, AttemptOutcome... endings) {
        MessageHistory history = journal.history(message);
        List<AttemptOutcome> expected = Arrays.asList(endings);
        List<AttemptOutcome> actual = history.in(subscription).outcomes();
        if (!actual.equals(expected)) {
            throw new AssertionFailedError(
                    "the attempts of subscription '" + subscription + "' at message " + message.id()
                            + " should have ended with " + expected + ", but ended with " + actual + ":"
                            + System.lineSeparator() + history,
                    expected,
                    actual);
        }
    }

    /**
     * Asserts that the messages of each key have left a subscription in order of publication: no message was settled,
     * dead-lettered or dropped while an earlier one of its key was there. Messages without a key have no order.
     *
     * @throws IllegalArgumentException if neither the broker nor the journal knows such a subscription
     */
    public static void assertOrderPerKey(Journal journal, String subscription) {
        OrderPerKey.of(journal, subscription).check();
    }

    /**
     * Asserts that every message which the journal knows was settled by every subscription that it was given to: none
     * is still there, dead-lettered or dropped. A message that was given to none does not count, see
     * {@link #assertNoneUnrouted}.
     */
    public static void assertAllSettled(Journal journal) {
        requireNone(
                "every message should have been settled",
                journal.histories().stream()
                        .filter(history -> !history.subscriptions().isEmpty() && !history.isSettled())
                        .toList());
    }

    /**
     * Asserts the same of the messages that were given to one subscription.
     *
     * @throws IllegalArgumentException if neither the broker nor the journal knows such a subscription
     */
    public static void assertAllSettled(Journal journal, String subscription) {
        journal.requireSubscription(subscription);
        requireNone(
                "every message should have been settled by subscription '" + subscription + "'",
                journal.histories().stream()
                        .filter(history -> history.subscriptions().stream()
                                .anyMatch(way -> way.subscription().equals(subscription) && !way.isSettled()))
                        .toList());
    }

    /** Asserts that some subscription wanted each message which the journal knows when it was published. */
    public static void assertNoneUnrouted(Journal journal) {
        requireNone("every message should have been wanted by a subscription", journal.unrouted());
    }

    /**
     * Asserts that {@code message} went from a subscription to its dead letters, for that {@code reason}.
     *
     * @throws IllegalArgumentException if the journal does not know the message, or it was never given to the
     *     subscription
     */
    public static void assertDeadLettered(
            Journal journal, Message<?> message, String subscription, RemovalReason reason) {
        MessageHistory history = journal.history(message);
        Optional<MessageOutcome> outcome = history.in(subscription).outcome();
        boolean asExpected = outcome.filter(
                        how -> how instanceof MessageOutcome.DeadLettered letter && letter.reason() == reason)
                .isPresent();
        if (!asExpected) {
            throw new AssertionFailedError(
                    "message " + message.id() + " should have been dead-lettered by subscription '" + subscription
                            + "' because of " + reason + ", but is "
                            + outcome.map(MessageOutcome::toString).orElse("still there") + ":"
                            + System.lineSeparator() + history);
        }
    }

    private static void requireNone(String rule, List<MessageHistory> histories) {
        if (histories.isEmpty()) {
            return;
        }
        String shown = histories.stream()
                .limit(SHOWN)
                .map(history -> System.lineSeparator() + history)
                .collect(Collectors.joining());
        int more = histories.size() - SHOWN;
        throw new AssertionFailedError(
                rule + ", but " + histories.size() + (histories.size() == 1 ? " was not:" : " were not:") + shown
                        + (more > 0 ? System.lineSeparator() + "and " + more + " more" : ""));
    }

    private static String blocked(Simulation simulation, Predicate<BlockedProcess> wanted) {
        return simulation.blocked().stream()
                .filter(wanted)
                .map(process -> System.lineSeparator() + "  " + process)
                .collect(Collectors.joining());
    }
}
