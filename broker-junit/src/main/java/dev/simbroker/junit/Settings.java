package dev.simbroker.junit;

import dev.simbroker.Broker;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of one test: what annotation, builder and properties amount to.
 *
 * @param seeds the number of seeds
 * @param seed the first seed
 * @param search the order of processes
 * @param audit whether each seed is run twice and compared
 * @param capture whether waits and threads of the JDK are those of the simulation
 * @param limits the limits of a run
 * @param start the simulated time at which a run starts
 * @param broker the factory of the broker
 * @param replay the single run to repeat instead
 */
record Settings(
        int seeds,
        long seed,
        Search search,
        boolean audit,
        boolean capture,
        Limits limits,
        Instant start,
        Function<Simulation, Broker> broker,
        Optional<String> replay) {

    static final Settings DEFAULT = new Settings(
            1,
            Simulation.DEFAULT_SEED,
            Search.DEFAULT,
            false,
            false,
            Limits.DEFAULT,
            Simulation.DEFAULT_START,
            simulation -> Broker.builder(simulation).audited().build(),
            Optional.empty());

    Settings {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(broker, "broker");
        requireAtLeast(1, "seeds", seeds);
        if (audit && search.policy == SchedulePolicy.EXHAUSTIVE) {
            throw new IllegalArgumentException(
                    "audit must not be true with the schedule EXHAUSTIVE, which notices by itself"
                            + " when an order that is repeated goes another way");
        }
        if (seeds > 1 && search.policy == SchedulePolicy.EXHAUSTIVE) {
            throw new IllegalArgumentException(
                    "seeds must be 1 with the schedule EXHAUSTIVE, which tries every order for one seed: " + seeds);
        }
    }

    /**
     * The order in which processes run.
     *
     * @param policy the policy
     * @param pctDepth the depth for PCT
     * @param interleavings the limit of orders for EXHAUSTIVE
     * @param preemptions the limit of preemptions in one order for EXHAUSTIVE
     * @param partial whether a part of the orders is enough for EXHAUSTIVE
     */
    record Search(SchedulePolicy policy, int pctDepth, long interleavings, int preemptions, boolean partial) {

        static final int PCT_DEPTH = 3;
        static final long INTERLEAVINGS = 10_000;
        static final int PREEMPTIONS = Integer.MAX_VALUE;

        static final Search DEFAULT = new Search(SchedulePolicy.AUTO, PCT_DEPTH, INTERLEAVINGS, PREEMPTIONS, false);

        Search {
            Objects.requireNonNull(policy, "schedule");
            requireAtLeast(1, "pctDepth", pctDepth);
            requireAtLeast(1, "interleavings", interleavings);
            requireAtLeast(0, "preemptions", preemptions);
        }

        Search withPolicy(SchedulePolicy newPolicy) {
            return new Search(newPolicy, pctDepth, interleavings, preemptions, partial);
        }

        Search withPctDepth(int newDepth) {
            return new Search(policy, newDepth, interleavings, preemptions, partial);
        }

        Search withInterleavings(long newInterleavings) {
            return new Search(policy, pctDepth, newInterleavings, preemptions, partial);
        }

        Search withPreemptions(int newPreemptions) {
            return new Search(policy, pctDepth, interleavings, newPreemptions, partial);
        }

        Search withPartial(boolean newPartial) {
            return new Search(policy, pctDepth, interleavings, preemptions, newPartial);
        }
    }

    /**
     * The limits at which a run is given up.
     *
     * @param time the limit in simulated time
     * @param steps the limit of steps
     * @param realTime the limit in real time
     * @param externalBlocking the limit, in real time, of a wait of a process outside the simulation
     * @param indefiniteBlocking the same for a wait that has no time
     */
    record Limits(
            Duration time, long steps, Duration realTime, Duration externalBlocking, Duration indefiniteBlocking) {

        static final String TIME = "P365D";
        static final long STEPS = 10_000_000;
        static final String REAL_TIME = "PT60S";
        static final String EXTERNAL_BLOCKING = "PT3S";
        static final String INDEFINITE_BLOCKING = "PT1S";

        static final Limits DEFAULT = new Limits(
                Duration.parse(TIME),
                STEPS,
                Duration.parse(REAL_TIME),
                Duration.parse(EXTERNAL_BLOCKING),
                Duration.parse(INDEFINITE_BLOCKING));

        Limits {
            requirePositive("timeLimit", time);
            requireAtLeast(1, "stepLimit", steps);
            requirePositive("realTimeLimit", realTime);
            requirePositive("externalBlockingLimit", externalBlocking);
            requirePositive("indefiniteBlockingLimit", indefiniteBlocking);
        }

        Limits withTime(Duration newTime) {
            return new Limits(newTime, steps, realTime, externalBlocking, indefiniteBlocking);
        }

        Limits withSteps(long newSteps) {
            return new Limits(time, newSteps, realTime, externalBlocking, indefiniteBlocking);
        }

        Limits withRealTime(Duration newRealTime) {
            return new Limits(time, steps, newRealTime, externalBlocking, indefiniteBlocking);
        }

        Limits withExternalBlocking(Duration newExternalBlocking) {
            return new Limits(time, steps, realTime, newExternalBlocking, indefiniteBlocking);
        }

        Limits withIndefiniteBlocking(Duration newIndefiniteBlocking) {
            return new Limits(time, steps, realTime, externalBlocking, newIndefiniteBlocking);
        }
    }

    private static void requireAtLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be greater than zero: " + value);
        }
    }

    // ---- derived ----

    /** Whether the test runs more than once per JUnit invocation, and so on instances that this library creates. */
    boolean isRepeated() {
        return replay.isEmpty() && (seeds > 1 || audit || search.policy == SchedulePolicy.EXHAUSTIVE);
    }

    /** The policy, with {@code AUTO} resolved. */
    SchedulePolicy policy() {
        if (search.policy != SchedulePolicy.AUTO) {
            return search.policy;
        }
        return seeds > 1 ? SchedulePolicy.RANDOM : SchedulePolicy.FIFO;
    }

    /** The number of runs, at most. */
    long runs() {
        return search.policy == SchedulePolicy.EXHAUSTIVE ? search.interleavings : seeds;
    }

    /** A description of the runs, for reports. */
    String describe() {
        String twice = audit ? ", each twice" : "";
        if (replay.isPresent()) {
            return "replay of " + replay.get();
        }
        return switch (policy()) {
            case EXHAUSTIVE -> "every interleaving of seed " + seed + ", at most " + search.interleavings;
            case PCT -> describeSeeds() + ", PCT of depth " + search.pctDepth + twice;
            case RANDOM -> describeSeeds() + ", random order" + twice;
            case FIFO, AUTO -> describeSeeds() + twice;
        };
    }

    private String describeSeeds() {
        return seeds == 1 ? "seed " + seed : seeds + " seeds from " + seed;
    }

    // ---- copies ----

    Settings withSeeds(int newSeeds, long newSeed) {
        return new Settings(newSeeds, newSeed, search, audit, capture, limits, start, broker, replay);
    }

    Settings withSearch(Search newSearch) {
        return new Settings(seeds, seed, newSearch, audit, capture, limits, start, broker, replay);
    }

    Settings withAudit(boolean newAudit) {
        return new Settings(seeds, seed, search, newAudit, capture, limits, start, broker, replay);
    }

    Settings withCapture(boolean newCapture) {
        return new Settings(seeds, seed, search, audit, newCapture, limits, start, broker, replay);
    }

    Settings withLimits(Limits newLimits) {
        return new Settings(seeds, seed, search, audit, capture, newLimits, start, broker, replay);
    }

    Settings withStart(Instant newStart) {
        return new Settings(seeds, seed, search, audit, capture, limits, newStart, broker, replay);
    }

    Settings withBroker(Function<Simulation, Broker> newBroker) {
        return new Settings(seeds, seed, search, audit, capture, limits, start, newBroker, replay);
    }

    Settings withReplay(String newReplay) {
        return new Settings(seeds, seed, search, audit, capture, limits, start, broker, Optional.of(newReplay));
    }
}
