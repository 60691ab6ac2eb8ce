package dev.simbroker.model;

import static dev.simbroker.testing.SampleTopics.ORDERS;

import dev.simbroker.Assignment;
import dev.simbroker.Broker;
import dev.simbroker.Delivery;
import dev.simbroker.Member;
import dev.simbroker.Publication;
import dev.simbroker.PublishResult;
import dev.simbroker.Subscriber;
import dev.simbroker.Subscription;
import dev.simbroker.SubscriptionClosedException;
import dev.simbroker.SubscriptionStatistics;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A random program on a consumer group: publishers that wait, members that come and go, processes that are interrupted.
 */
final class GroupProgram {

    private static final int STEPS = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Simulation simulation;
    private final Random random;
    private final RandomSubscription choices;
    private final Subscription settings;
    private final Broker broker;
    private final GroupLaws laws;
    private final List<Subscriber<String>> members = new ArrayList<>();
    private final List<SimProcess> processes = new ArrayList<>();
    /** The explicit id, if any, that came with the message of each id. */
    private final Map<Long, Optional<String>> accepted = new HashMap<>();

    private long acceptedByDeleted;
    private final boolean othersGoFirst;
    private int messages;

    /** @param othersGoFirst whether at each operation another process may go first */
    GroupProgram(Simulation simulation, long seed, boolean othersGoFirst) {
        this.simulation = simulation;
        this.othersGoFirst = othersGoFirst;
        random = new Random(seed);
        choices = new RandomSubscription(random);
        settings = choices.settings(choices.one(Assignment.values()));
        laws = new GroupLaws(settings, simulation.clock());
        broker = Broker.builder(simulation)
                .deduplication(Duration.ofSeconds(3), 1000)
                .listener(laws)
                .audited()
                .build();
        broker.createSubscription(ORDERS, settings);
    }

    GroupLaws run() {
        try {
            simulation.run(this::body);
        } catch (RuntimeException e) {
            throw new AssertionError(e.getMessage() + description(), e);
        }
        if (!laws.violations().isEmpty()) {
            throw new AssertionError(laws.violations() + description());
        }
        return laws;
    }

    private String description() {
        return "\n" + settings + "\n" + laws.log();
    }

    private void body() throws InterruptedException {
        var publishers = new ArrayList<SimProcess>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            publishers.add(simulation.spawn("publisher-" + n, this::publishAll));
        }
        processes.addAll(publishers);
        for (int step = 0; step < STEPS; step++) {
            change();
            checkFigures();
            simulation.sleep(choices.seconds(0, 2));
        }
        sweep(publishers);
    }

    // ---- members come and go ----

    private void change() {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> join();
            case 3 -> someMember().close();
            case 4 -> someMember().crash();
            case 5 -> interruptOne();
            case 6 -> {
                if (random.nextInt(4) == 0) {
                    delete();
                }
            }
            default -> {
                // nothing
            }
        }
    }

    private void join() {
        var member = broker.subscribe(ORDERS, settings, Member.unnamed().weight(1 + random.nextInt(3)));
        laws.log("joined " + member);
        members.add(member);
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            processes.add(simulation.spawn(member.name() + "/" + n, () -> consume(member)));
        }
    }

    private Subscriber<String> someMember() {
        if (members.isEmpty()) {
            join();
        }
        var member = members.remove(random.nextInt(members.size()));
        laws.log("goes: " + member);
        return member;
    }

    private void interruptOne() {
        var process = processes.get(random.nextInt(processes.size()));
        laws.log("interrupts " + process);
        process.interrupt();
    }

    private void delete() {
        laws.log("deleted");
        var figures = figures();
        broker.deleteSubscription(ORDERS, "s");
        acceptedByDeleted += figures.accepted();
        if (figures.ready() + figures.delayed() + figures.inFlight() > 0) {
            laws.violation("nothing is left of a deleted subscription: " + figures);
        }
        members.clear();
        broker.createSubscription(ORDERS, settings);
    }

    // ---- publishers and consumers ----

    private void publishAll() throws InterruptedException {
        for (int n = random.nextInt(15); n > 0; n--) {
            try {
                publish();
                simulation.sleep(choices.seconds(0, 2));
            } catch (InterruptedException e) {
                laws.count("interrupted publisher");
            }
        }
    }

    private void publish() throws InterruptedException {
        Publication<String> publication = choices.publication("m" + ++messages);
        if (settings.assignment() != Assignment.BY_KEY || publication.key().isEmpty()) {
            publication = choices.delayedSometimes(publication);
        }
        PublishResult result = switch (random.nextInt(3)) {
            case 0 -> broker.publish(publication);
            case 1 -> broker.publish(publication, choices.seconds(0, 3));
            default -> broker.tryPublish(publication);
        };
        laws.log("publish " + publication.payload() + ": " + result);
        laws.count(result.getClass().getSimpleName());
        if (result instanceof PublishResult.Accepted done) {
            checkUnique(done, publication);
        }
        checkFigures();
    }

    private void checkUnique(PublishResult.Accepted done, Publication<String> publication) {
        Optional<String> id = publication.deduplicationId();
        Optional<String> known = accepted.putIfAbsent(done.id(), id);
        if (known != null && !(id.isPresent() && id.equals(known))) { // who waited for the same id has the same result
            laws.violation("a message's id is unique: " + done);
        }
    }

    private void consume(Subscriber<String> member) {
        while (true) {
            try {
                var delivery = member.receive(choices.seconds(0, 5));
                if (delivery.isPresent()) {
                    simulation.sleep(choices.seconds(0, 3));
                    settle(delivery.get());
                } else {
                    checkNobodyStarves();
                }
                checkFigures();
            } catch (SubscriptionClosedException e) {
                return;
            } catch (InterruptedException e) {
                laws.count("interrupted consumer");
            }
        }
    }

    private void settle(Delivery<String> delivery) {
        switch (random.nextInt(9)) {
            case 0, 1, 2, 3 -> delivery.ack();
            case 4 -> delivery.nack();
            case 5 -> delivery.nack(choices.seconds(0, 3));
            case 6 -> delivery.reject();
            case 7 -> delivery.extend(choices.seconds(1, 5));
            default -> {
                // it lapses
            }
        }
    }

    /**
     * A process that waited in vain has not overlooked anything; it cannot be told where others may act between its
     * wait and this.
     */
    private void checkNobodyStarves() {
        if (othersGoFirst) {
            return;
        }
        var figures = figures();
        if (settings.assignment() == Assignment.SHARED
                && figures.ready() > 0
                && figures.inFlight() < settings.buffer().maxInFlight()) {
            laws.violation("nobody waits while there is a message: " + figures);
        }
    }

    // ---- the end ----

    /** One last member gets everything that is left. */
    private void sweep(List<SimProcess> publishers) throws InterruptedException {
        laws.log("sweep");
        var sweeper = broker.subscribe(ORDERS, settings);
        members.forEach(Subscriber::close);
        for (var delivery = sweeper.receive(PATIENCE); delivery.isPresent(); delivery = sweeper.receive(PATIENCE)) {
            delivery.get().ack();
            checkFigures();
        }
        for (var publisher : publishers) {
            if (!publisher.join(PATIENCE)) {
                laws.violation("no publisher is left waiting: " + publisher);
            }
        }
        checkEnd();
    }

    private void checkEnd() {
        var figures = figures();
        if (figures.ready() + figures.delayed() + figures.inFlight() > 0) {
            laws.violation("everything leaves in the end: " + figures);
        }
        if (figures.accepted() + acceptedByDeleted != laws.left()) {
            laws.violation("what was accepted has left: " + figures + ", left " + laws.left());
        }
        accepted.keySet().stream()
                .filter(id -> !laws.hasLeft(id))
                .forEach(id -> laws.violation("no message is lost: message " + id));
    }

    private void checkFigures() {
        broker.subscriptions().stream().map(ModelCounts::of).forEach(figures -> {
            if (!figures.conserve()) {
                laws.violation("conservation: " + figures);
            }
        });
    }

    private SubscriptionStatistics figures() {
        return broker.subscriptions().getFirst();
    }
}
