package dev.simbroker.junit;

import dev.simbroker.junit.Settings.Limits;
import dev.simbroker.junit.Settings.Search;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Combines the settings of one test: the extension's, overridden by the annotation's, overridden by the launch's
 * properties.
 */
final class SettingsReader {

    static final String SEED = "simbroker.seed";
    static final String SEEDS = "simbroker.seeds";
    static final String REPLAY = "simbroker.replay";

    private SettingsReader() {}

    static Settings read(ExtensionContext context, Settings base) {
        Settings declared = AnnotationSupport.findAnnotation(context.getElement(), SimulationTest.class)
                .map(annotation -> declared(context, annotation, base))
                .orElse(base);
        return launched(context, decided(declared));
    }

    private static Settings declared(ExtensionContext context, SimulationTest annotation, Settings base) {
        // The extension's seeds and audit do not go with EXHAUSTIVE: they are meant for the other tests.
        boolean exhaustive = annotation.schedule() == SchedulePolicy.EXHAUSTIVE;
        try {
            var declared = new Settings(
                    exhaustive
                            ? annotation.seeds()
                            : either(annotation.seeds(), Settings.DEFAULT.seeds(), base.seeds()),
                    either(annotation.seed(), Settings.DEFAULT.seed(), base.seed()),
                    search(annotation, base.search()),
                    annotation.audit() || (base.audit() && !exhaustive),
                    annotation.capture() || base.capture(),
                    limits(annotation, base.limits()),
                    base.start(),
                    base.broker(),
                    base.replay());
            requireUse(annotation, declared.policy());
            return declared;
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException(
                    "@SimulationTest of " + context.getRequiredTestMethod() + ": " + e.getMessage(), e);
        }
    }

    private static Search search(SimulationTest annotation, Search base) {
        return new Search(
                either(annotation.schedule(), SchedulePolicy.AUTO, base.policy()),
                either(annotation.pctDepth(), Search.PCT_DEPTH, base.pctDepth()),
                either(annotation.interleavings(), Search.INTERLEAVINGS, base.interleavings()),
                either(annotation.preemptions(), Search.PREEMPTIONS, base.preemptions()),
                annotation.partial() || base.partial());
    }

    /** Rejects attributes that have no effect under the schedule. */
    private static void requireUse(SimulationTest annotation, SchedulePolicy policy) {
        requireUse("pctDepth", annotation.pctDepth(), Search.PCT_DEPTH, SchedulePolicy.PCT, policy);
        requireUse(
                "interleavings", annotation.interleavings(), Search.INTERLEAVINGS, SchedulePolicy.EXHAUSTIVE, policy);
        requireUse("preemptions", annotation.preemptions(), Search.PREEMPTIONS, SchedulePolicy.EXHAUSTIVE, policy);
        requireUse("partial", annotation.partial(), false, SchedulePolicy.EXHAUSTIVE, policy);
    }

    private static void requireUse(
            String attribute, Object value, Object byDefault, SchedulePolicy user, SchedulePolicy policy) {
        if (!value.equals(byDefault) && policy != user) {
            throw new IllegalArgumentException(attribute + " = " + value + " has an effect with schedule = " + user
                    + " only, but the schedule is " + policy + ": say schedule = " + user + ", or leave it out");
        }
    }

    private static Limits limits(SimulationTest annotation, Limits base) {
        return new Limits(
                either(duration("timeLimit", annotation.timeLimit()), Limits.DEFAULT.time(), base.time()),
                either(annotation.stepLimit(), Limits.STEPS, base.steps()),
                either(
                        duration("realTimeLimit", annotation.realTimeLimit()),
                        Limits.DEFAULT.realTime(),
                        base.realTime()),
                either(
                        duration("externalBlockingLimit", annotation.externalBlockingLimit()),
                        Limits.DEFAULT.externalBlocking(),
                        base.externalBlocking()),
                either(
                        duration("indefiniteBlockingLimit", annotation.indefiniteBlockingLimit()),
                        Limits.DEFAULT.indefiniteBlocking(),
                        base.indefiniteBlocking()));
    }

    /** The annotation's value, unless it is the default: then the extension's. */
    private static <T> T either(T said, T byDefault, T base) {
        return said.equals(byDefault) ? base : said;
    }

    private static Duration duration(String attribute, String value) {
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    attribute + " must be a duration in ISO 8601, such as PT10M or P1D: '" + value + "'", e);
        }
    }

    /**
     * Resolves the policy from the declared number of seeds, so that a single seed of a sweep keeps the sweep's order.
     */
    private static Settings decided(Settings declared) {
        return declared.withSearch(declared.search().withPolicy(declared.policy()));
    }

    private static Settings launched(ExtensionContext context, Settings declared) {
        Optional<String> replay = context.getConfigurationParameter(REPLAY);
        if (replay.isPresent()) {
            return declared.withReplay(checked(replay.get()));
        }
        Optional<Long> seed = number(context, SEED, Long::valueOf, "a whole number");
        Optional<Integer> seeds = number(context, SEEDS, Integer::valueOf, "a whole number, at least 1")
                .filter(number -> declared.seeds() > 1);
        int once = seed.isPresent() ? 1 : declared.seeds();
        try {
            return declared.withSeeds(seeds.orElse(once), seed.orElse(declared.seed()));
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException("property " + SEEDS + ": " + e.getMessage(), e);
        }
    }

    private static String checked(String replay) {
        try {
            Simulation.builder().replay(replay);
            return replay;
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException("property " + REPLAY + ": " + e.getMessage(), e);
        }
    }

    private static <T> Optional<T> number(
            ExtensionContext context, String property, Function<String, T> parser, String rule) {
        return context.getConfigurationParameter(property).map(value -> {
            try {
                return parser.apply(value.strip());
            } catch (NumberFormatException e) {
                throw new ExtensionConfigurationException(
                        "property " + property + " must be " + rule + ": '" + value + "'", e);
            }
        });
    }
}
