package dev.simbroker.bench;

import dev.simbroker.Guarantee;
import dev.simbroker.bench.Figure.Formula;
import dev.simbroker.bench.Target.AtLeast;
import dev.simbroker.bench.Target.AtMost;
import dev.simbroker.bench.Target.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The catalogue of comparisons, with the targets to be reached on two cores. */
final class Catalogue {

    private static final List<Integer> SUBSCRIBERS = List.of(1, 4, 16);
    private static final List<String> CLOCKS = List.of("simulated", "live");
    /** A burst of the whole batch: the publisher never waits for the subscribers. */
    private static final int STREAM = LiveFanOutBenchmark.MESSAGES;

    private static final String ON_ONE_CARRIER = " on one carrier";

    private static final Target AHEAD = new AtLeast(1);
    private static final Target NONE = new None();

    private Catalogue() {}

    /** All groups, in the order of docs/performance.md. */
    static List<Group> groups() {
        return List.of(
                new Group("sleep", "One step of a simulation", sleep()),
                new Group("scenario", "The demo's scenario", scenario()),
                new Group("carrier", "Processes that one thread carries", carrier()),
                new Group("simulated-fan-out", "Fan-out in simulated time", simulatedFanOut()),
                new Group("live-fan-out", "Fan-out on the live clock", liveFanOut()),
                new Group("mailbox", "A mailbox between two processes", mailbox()),
                new Group("select", "A selection", select()),
                new Group("delivery", "Publish, receive, settle", 3, delivery()),
                new Group("lifecycle", "A whole simulation of twenty seconds", lifecycle()),
                new Group("footprint", "Heap", footprint()));
    }

    private static Figure figure(String name, Formula formula, Target target, Contender... contenders) {
        return new Figure(name, formula, List.of(contenders), target);
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    // ---- simulated time ----

    private static List<Figure> sleep() {
        var simulation = Timed.of("SleepBenchmark.simulation");
        var bareLoop = Timed.of("SleepBenchmark.bareLoop");
        var figures = new ArrayList<Figure>();
        figures.addAll(sleep("", simulation, bareLoop));
        figures.addAll(sleep(ON_ONE_CARRIER, simulation.onOneCarrier(), bareLoop.onOneCarrier()));
        return figures;
    }

    private static List<Figure> sleep(String where, Timed simulation, Timed bareLoop) {
        var figures = new ArrayList<Figure>();
        for (int processes : List.of(2, 100, 10_000, 100_000)) {
            figures.add(figure(
                    number(processes) + " processes" + where + ", against the bare loop",
                    Formula.TIME_RATIO,
                    new AtMost(1.25),
                    simulation.with("processes", processes),
                    bareLoop.with("processes", processes)));
        }
        figures.add(growth("100,000 processes" + where + ", against 100", new AtMost(4), simulation));
        figures.add(growth("the bare loop's 100,000" + where + ", against its 100", NONE, bareLoop));
        return figures;
    }

    private static Figure growth(String name, Target target, Timed step) {
        return figure(name, Formula.TIME_RATIO, target, step.with("processes", 100_000), step.with("processes", 100));
    }

    private static List<Figure> scenario() {
        var broker = scenario("broker");
        var byHand = scenario("bareLoop");
        return List.of(
                figure("the demo's broker, against the bare loop", Formula.TIME_RATIO, new AtMost(1.5), broker, byHand),
                figure(
                        "the demo's broker" + ON_ONE_CARRIER + ", against the bare loop",
                        Formula.TIME_RATIO,
                        new AtMost(1.5),
                        broker.onOneCarrier(),
                        byHand.onOneCarrier()),
                figure(
                        "the same without meters, against the bare loop",
                        Formula.TIME_RATIO,
                        NONE,
                        scenario("brokerWithoutMeters").onOneCarrier(),
                        byHand.onOneCarrier()),
                figure(
                        "the demo's broker" + ON_ONE_CARRIER + ", against itself on all cores",
                        Formula.RATE_RATIO,
                        NONE,
                        broker.onOneCarrier(),
                        broker));
    }

    private static Timed scenario(String how) {
        return Timed.of("ScenarioBenchmark." + how).with("until", 2_000_000);
    }

    private static List<Figure> carrier() {
        var figures = new ArrayList<Figure>();
        var step = Timed.of("SleepBenchmark.simulation");
        for (int processes : List.of(2, 100, 10_000, 100_000)) {
            figures.addAll(carried("a step of " + number(processes) + " processes", step.with("processes", processes)));
        }
        figures.addAll(carried("the demo's broker", scenario("broker")));
        var simulation = Timed.of("LifecycleBenchmark.simulation").with("metrics", false);
        figures.add(figure(
                "whole simulations on all cores, against the baton",
                Formula.RATE_RATIO,
                NONE,
                simulation.carried(),
                simulation));
        return figures;
    }

    private static List<Figure> carried(String what, Timed simulation) {
        return List.of(
                figure(
                        what + ", against the baton on all cores",
                        Formula.TIME_RATIO,
                        new AtMost(0.6),
                        simulation.carried(),
                        simulation),
                figure(
                        what + ", against the baton" + ON_ONE_CARRIER,
                        Formula.TIME_RATIO,
                        new AtMost(1.1),
                        simulation.carried(),
                        simulation.onOneCarrier()));
    }

    private static List<Figure> lifecycle() {
        var simulation = Timed.of("LifecycleBenchmark.simulation");
        return List.of(
                figure(
                        "simulations on all cores",
                        Formula.PER_SECOND,
                        new AtLeast(5_000),
                        simulation.with("metrics", false)),
                figure("the same with meters", Formula.PER_SECOND, NONE, simulation.with("metrics", true)));
    }

    // ---- fan-out ----

    private static List<Figure> simulatedFanOut() {
        var figures = new ArrayList<Figure>();
        for (int subscribers : SUBSCRIBERS) {
            for (int burst : List.of(1, 100, STREAM)) {
                var simulated = simulated(subscribers, burst);
                var bare = onBareLoop(subscribers, burst);
                var queues = live("linkedBlockingQueue", subscribers, burst);
                String what = "to " + subscribers + ", " + number(burst) + " at a time";
                figures.add(figure(
                        what + ", against linkedBlockingQueue", Formula.RATE_RATIO, new AtLeast(3), simulated, queues));
                figures.add(figure(
                        what + ON_ONE_CARRIER + ", against linkedBlockingQueue",
                        Formula.RATE_RATIO,
                        new AtLeast(3),
                        simulated.onOneCarrier(),
                        queues.onOneCarrier()));
                figures.add(figure("the bare loop " + what, Formula.RATE_RATIO, NONE, bare, queues));
                figures.add(figure(
                        "the bare loop " + what + ON_ONE_CARRIER,
                        Formula.RATE_RATIO,
                        NONE,
                        bare.onOneCarrier(),
                        queues.onOneCarrier()));
            }
        }
        figures.add(figure(
                "allocation for one delivery, beyond the message",
                Formula.BYTES_PER_SUBSCRIBER,
                new AtMost(48),
                simulated(16, 100),
                simulated(4, 100)));
        return figures;
    }

    private static Timed simulated(int subscribers, int burst) {
        return Timed.of("SimulatedFanOutBenchmark.broker")
                .with("subscribers", subscribers)
                .with("burst", burst);
    }

    private static Timed onBareLoop(int subscribers, int burst) {
        return Timed.of("SimulatedFanOutBenchmark.bareLoop")
                .with("subscribers", subscribers)
                .with("burst", burst);
    }

    private static List<Figure> liveFanOut() {
        var figures = new ArrayList<Figure>();
        for (int subscribers : SUBSCRIBERS) {
            String to = "to " + subscribers;
            for (String rival : List.of("jox", "linkedBlockingQueue")) {
                figures.add(liveFanOut(to, "broker", subscribers, rival, AHEAD));
                figures.add(liveFanOut(to + " without latency", "brokerWithoutLatency", subscribers, rival, AHEAD));
            }
            for (String rival : List.of("submissionPublisher", "disruptor", "asyncEventBus")) {
                figures.add(liveFanOut(to, "broker", subscribers, rival, NONE));
            }
        }
        return figures;
    }

    private static Figure liveFanOut(String name, String broker, int subscribers, String rival, Target target) {
        return figure(
                name + ", against " + rival,
                Formula.RATE_RATIO,
                target,
                live(broker, subscribers, STREAM),
                live(rival, subscribers, STREAM));
    }

    private static Timed live(String system, int subscribers, int burst) {
        return Timed.of("LiveFanOutBenchmark.deliver")
                .with("system", system)
                .with("subscribers", subscribers)
                .with("burst", burst);
    }

    // ---- queues ----

    private static List<Figure> mailbox() {
        var figures = new ArrayList<Figure>();
        for (int capacity : List.of(0, 64, 1)) {
            for (String clock : CLOCKS) {
                figures.add(transfer(clock, capacity, "linkedBlockingQueue", AHEAD));
                if (capacity > 0) {
                    figures.add(transfer(clock, capacity, "arrayBlockingQueue", AHEAD));
                }
                figures.add(transfer(clock, capacity, "jox", NONE));
            }
            figures.add(transferOnOneCarrier(capacity, "linkedBlockingQueue"));
            if (capacity > 0) {
                figures.add(transferOnOneCarrier(capacity, "arrayBlockingQueue"));
            }
        }
        return figures;
    }

    private static Figure transfer(String clock, int capacity, String rival, Target target) {
        return figure(
                clock + ", " + places(capacity) + ", against " + rival,
                Formula.RATE_RATIO,
                target,
                transfer(clock, capacity),
                transfer(rival, capacity));
    }

    private static Figure transferOnOneCarrier(int capacity, String rival) {
        return figure(
                "simulated, " + places(capacity) + ON_ONE_CARRIER + ", against " + rival,
                Formula.RATE_RATIO,
                AHEAD,
                transfer("simulated", capacity).onOneCarrier(),
                transfer(rival, capacity).onOneCarrier());
    }

    private static String places(int capacity) {
        return capacity == 0 ? "unbounded" : "capacity " + capacity;
    }

    private static Timed transfer(String system, int capacity) {
        return Timed.of("TransferBenchmark.putAndTake")
                .with("capacity", capacity)
                .with("system", system);
    }

    private static List<Figure> select() {
        var figures = new ArrayList<Figure>();
        for (String clock : CLOCKS) {
            for (int sources : List.of(16, 256, 4_096)) {
                figures.add(figure(
                        clock + ", over " + number(sources) + ", against over 2",
                        Formula.TIME_RATIO,
                        new AtMost(1.5),
                        select(clock, sources),
                        select(clock, 2)));
            }
            for (int sources : List.of(2, 16, 256, 4_096)) {
                figures.add(figure(
                        clock + ", over " + number(sources) + ", against jox",
                        Formula.RATE_RATIO,
                        sources >= 16 ? AHEAD : NONE,
                        select(clock, sources),
                        select("jox", sources)));
            }
        }
        return figures;
    }

    private static Timed select(String system, int sources) {
        return Timed.of("SelectBenchmark.select").with("system", system).with("sources", sources);
    }

    // ---- deliveries ----

    private static List<Figure> delivery() {
        var atMostOnce = delivery(Guarantee.AT_MOST_ONCE, 0, false);
        var atLeastOnce = delivery(Guarantee.AT_LEAST_ONCE, 0, false);
        return List.of(
                figure(
                        "at least once, against at most once",
                        Formula.TIME_RATIO,
                        new AtMost(2.5),
                        atLeastOnce,
                        atMostOnce),
                figure(
                        "with 1,000,000 open leases, against with 1,000",
                        Formula.TIME_RATIO,
                        new AtMost(2),
                        delivery(Guarantee.AT_LEAST_ONCE, 1_000_000, false),
                        delivery(Guarantee.AT_LEAST_ONCE, 1_000, false)),
                figure(
                        "at most once with meters, against without",
                        Formula.TIME_RATIO,
                        new AtMost(1.05),
                        delivery(Guarantee.AT_MOST_ONCE, 0, true),
                        atMostOnce),
                figure(
                        "at least once with meters, against without",
                        Formula.TIME_RATIO,
                        new AtMost(1.05),
                        delivery(Guarantee.AT_LEAST_ONCE, 0, true),
                        atLeastOnce),
                figure("allocation at most once, the publication and all", Formula.BYTES, NONE, atMostOnce));
    }

    private static Timed delivery(Guarantee guarantee, int open, boolean metrics) {
        return Timed.of("DeliveryBenchmark.publishReceiveSettle")
                .with("guarantee", guarantee)
                .with("open", open)
                .with("metrics", metrics);
    }

    private static List<Figure> footprint() {
        return List.of(
                footprint("a parked process", Footprint.PROCESS, new AtMost(1_536)),
                footprint("the same on the bare loop", Footprint.BARE_PROCESS, NONE),
                footprint(
                        "a queued message, for each subscription, beyond the message",
                        Footprint.QUEUED_MESSAGE,
                        new AtMost(24)),
                footprint(
                        "the same in the log of its topic, beyond the first subscription",
                        Footprint.LOGGED_MESSAGE,
                        NONE),
                footprint("an open lease, beyond the message", Footprint.OPEN_LEASE, new AtMost(160)),
                figure(
                        "an idle subscriber, one of 1,000,000",
                        Formula.BYTES,
                        NONE,
                        new Retained(Footprint.IDLE_SUBSCRIBER, 1_000_000)));
    }

    private static Figure footprint(String name, Footprint footprint, Target target) {
        return figure(name, Formula.BYTES, target, new Retained(footprint, 200_000));
    }
}
