package dev.simbroker.model;

import static dev.simbroker.testing.SampleTopics.DEAD;
import static dev.simbroker.testing.SampleTopics.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.Assignment;
import dev.simbroker.Broker;
import dev.simbroker.DeadLetter;
import dev.simbroker.Delivery;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.RedeliveryCause;
import dev.simbroker.Settlement;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.model.BrokerModel.Attempt;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A random program on one subscription with one member, each step of which is held against {@link BrokerModel}. */
final class ModelProgram {

    private static final int STEPS = 80;
    private static final long WINDOW = 10;

    /** An attempt at both. */
    private record Received(Delivery<String> delivery, Attempt attempt, BrokerModel model) {}

    private final Simulation simulation;
    private final Broker broker;
    private final Random random;
    private final RandomSubscription choices;
    private final Subscription settings;
    private final Subscriber<DeadLetter> letters;
    private final Map<String, Long> published = new HashMap<>();
    private final List<Received> attempts = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Subscriber<String> subscriber;
    private BrokerModel model;
    private int lettersOfDeleted;
    private int messages;

    ModelProgram(Simulation simulation, long seed) {
        this.simulation = simulation;
        broker = Broker.builder(simulation)
                .deduplication(Duration.ofSeconds(WINDOW), 1000)
                .audited()
                .build();
        random = new Random(seed);
        choices = new RandomSubscription(random);
        settings = choices.settings(random.nextInt(3) == 0 ? Assignment.BY_KEY : Assignment.SHARED);
        letters = broker.subscribe(DEAD, Subscription.named("letters"));
        subscriber = broker.subscribe(ORDERS, settings);
        model = new BrokerModel(settings, WINDOW, 0);
    }

    /** Runs it, and answers what came up in it. */
    List<ModelCounts> run() throws InterruptedException {
        var ends = new ArrayList<ModelCounts>();
        try {
            for (int step = 0; step < STEPS; step++) {
                step().ifPresent(ends::add);
                check(statistics());
            }
            settleEverything();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + settings + "\n" + String.join("\n", log), e);
        }
        ends.add(model.figures());
        return ends;
    }

    /** Answers the figures of a subscription that it has ended. */
    private Optional<ModelCounts> step() throws InterruptedException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> publish();
            case 5, 6, 7, 8, 9 -> receive();
            case 10, 11, 12, 13 -> settleSome();
            case 14 -> leave();
            case 15 -> {
                if (random.nextInt(8) == 0) {
                    return Optional.of(delete());
                }
            }
            default -> sleep(random.nextInt(4));
        }
        return Optional.empty();
    }

    // ---- steps ----

    private void publish() {
        Publication<String> publication = choices.delayedSometimes(choices.publication("m" + ++messages));
        PublishResult result = broker.tryPublish(publication);
        log.add("publish " + publication + ": " + result);
        if (isDuplicate(publication)) {
            assertThat(result).isInstanceOf(PublishResult.Duplicate.class);
        } else if (model.publish(publication)) {
            assertThat(result).isInstanceOf(PublishResult.Accepted.class);
            publication.deduplicationId().ifPresent(id -> published.put(id, now()));
        } else {
            assertThat(result).isEqualTo(new PublishResult.Rejected("s", 0));
        }
    }

    private boolean isDuplicate(Publication<String> publication) {
        return publication
                .deduplicationId()
                .map(id -> published.containsKey(id) && published.get(id) > now() - WINDOW)
                .orElse(false);
    }

    private @Nullable Received receive() {
        Delivery<String> delivery = subscriber.tryReceive().orElse(null);
        Attempt expected = model.receive();
        log.add("receive " + delivery);
        assertThat(description(delivery)).isEqualTo(description(expected));
        if (delivery == null || expected == null) {
            return null;
        }
        var received = new Received(delivery, expected, model);
        attempts.add(received);
        return received;
    }

    private static @Nullable String description(@Nullable Delivery<String> delivery) {
        return delivery == null ? null : delivery.payload() + ", attempt " + delivery.attempt();
    }

    private static @Nullable String description(@Nullable Attempt attempt) {
        return attempt == null ? null : attempt.item.publication.payload() + ", attempt " + attempt.number;
    }

    private void settleSome() {
        if (!attempts.isEmpty()) {
            int recent = Math.min(attempts.size(), 6);
            settle(attempts.get(attempts.size() - 1 - random.nextInt(recent)));
        }
    }

    private void settle(Received received) {
        Delivery<String> delivery = received.delivery;
        Attempt attempt = received.attempt;
        Duration duration = choices.seconds(0, 4);
        String before = attempt.ended;
        Settlement outcome;
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                outcome = delivery.ack();
                ifUnderWay(attempt, () -> received.model.settle(attempt));
            }
            case 2 -> {
                outcome = delivery.nack();
                ifUnderWay(attempt, () -> received.model.nack(attempt));
            }
            case 3 -> {
                outcome = delivery.nack(duration);
                ifUnderWay(attempt, () -> received.model.nack(attempt, duration));
            }
            case 4 -> {
                outcome = delivery.reject();
                ifUnderWay(attempt, () -> received.model.reject(attempt));
            }
            default -> {
                outcome = delivery.extend(duration.plusSeconds(1));
                ifUnderWay(attempt, () -> received.model.extend(attempt, duration.plusSeconds(1)));
            }
        }
        log.add("settle " + delivery + ": " + outcome + " " + duration);
        assertThat(description(outcome)).isEqualTo(before);
    }

    private static void ifUnderWay(Attempt attempt, Runnable action) {
        if (attempt.ended == null) {
            action.run();
        }
    }

    private static @Nullable String description(Settlement outcome) {
        return switch (outcome) {
            case Settlement.Done done -> null;
            case Settlement.AlreadySettled already -> "settled";
            case Settlement.Late late -> late.cause().name();
        };
    }

    private void leave() {
        boolean crash = random.nextBoolean();
        if (crash) {
            subscriber.crash();
        } else {
            subscriber.close();
        }
        log.add(crash ? "crash" : "close");
        model.leave(crash ? RedeliveryCause.CRASHED : RedeliveryCause.CLOSED);
        check(statistics());
        subscriber = broker.subscribe(ORDERS, settings);
    }

    private ModelCounts delete() {
        SubscriptionStatistics old = statistics();
        assertThat(broker.deleteSubscription(ORDERS, "s")).isTrue();
        log.add("delete");
        model.delete();
        check(old);
        ModelCounts end = model.figures();
        lettersOfDeleted += model.deadLetters().size();
        subscriber = broker.subscribe(ORDERS, settings);
        model = new BrokerModel(settings, WINDOW, now());
        return end;
    }

    /** The second sleep lets everything happen that is due now. */
    private void sleep(int seconds) throws InterruptedException {
        simulation.sleep(Duration.ofSeconds(seconds));
        simulation.sleep(Duration.ZERO);
        log.add("sleep until " + now());
        model.advanceTo(now());
    }

    private void settleEverything() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            for (Received next = receive(); next != null; next = receive()) {
                Received received = next;
                received.delivery.ack();
                ifUnderWay(received.attempt, () -> model.settle(received.attempt));
            }
            check(statistics());
            sleep(2);
        }
        ModelCounts end = ModelCounts.of(statistics());
        assertThat(end.ready() + end.delayed() + end.inFlight()).as("%s", end).isZero();
    }

    // ---- checks ----

    private void check(SubscriptionStatistics statistics) {
        ModelCounts figures = ModelCounts.of(statistics);
        assertThat(figures).isEqualTo(model.figures());
        assertThat(figures.conserve()).as("conservation of %s", figures).isTrue();
        checkLetters();
    }

    /** Letters are received by the priority of their messages; their ids have the order in which they were written. */
    private void checkLetters() {
        int index = (int) letters.statistics().received() - lettersOfDeleted;
        var received = new ArrayList<Delivery<DeadLetter>>();
        for (var next = letters.tryReceive(); next.isPresent(); next = letters.tryReceive()) {
            received.add(next.get());
        }
        received.sort(Comparator.comparingLong(delivery -> delivery.message().id()));
        for (Delivery<DeadLetter> delivery : received) {
            DeadLetter letter = delivery.payload();
            assertThat(letter.message().payload() + " " + letter.reason() + " after " + letter.attempts())
                    .isEqualTo(model.deadLetters().get(index++));
        }
        assertThat(letters.statistics().received() - lettersOfDeleted)
                .isEqualTo(model.deadLetters().size());
    }

    private SubscriptionStatistics statistics() {
        return subscriber.statistics();
    }

    private long now() {
        return simulation.elapsed().toSeconds();
    }
}
