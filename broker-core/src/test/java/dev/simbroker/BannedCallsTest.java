package dev.simbroker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Calls that the core does without: real time, unseeded randomness, printing and monitors. */
@AnalyzeClasses(packages = "dev.simbroker", importOptions = OnlyTheCore.class)
class BannedCallsTest {

    /**
     * The classes that deal with real time by their nature: the live clock, and the watchdog, which can end a
     * simulation but not change it.
     */
    private static final String REAL_TIME =
            "dev\\.simbroker\\.internal\\.(live\\.LiveTime|kernel\\.Watchdog|carrier\\.CarriedCoroutine"
                    + "|util\\.CatchUpPause)";

    @ArchTest
    static final ArchRule noRealTime = banned(
            "Scheduler.nanoTime(), clock() or sleep()",
            calls(System.class, "nanoTime", "currentTimeMillis")
                    .or(calls(Thread.class, "sleep", "yield", "onSpinWait"))
                    .or(withoutClock("now"))
                    .or(calls(Clock.class, "systemUTC", "systemDefaultZone", "system", "tickMillis")));

    @ArchTest
    static final ArchRule noUnseededRandomness = banned(
            "Scheduler.random()",
            calls(Math.class, "random")
                    .or(calls(ThreadLocalRandom.class, "current"))
                    .or(calls(UUID.class, "randomUUID"))
                    .or(unseeded()));

    @ArchTest
    static final ArchRule noPrinting =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule noMonitors = banned(
            "Guard and Waiter of Scheduler.spi(): a wait in a monitor pins its carrier thread on Java 21",
            calls(Object.class, "wait", "notify", "notifyAll"));

    private static ArchRule banned(String replacement, DescribedPredicate<JavaAccess<?>> calls) {
        return noClasses()
                .that()
                .haveNameNotMatching(REAL_TIME)
                .should()
                .accessTargetWhere(calls)
                .because("the replacement is " + replacement);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> type, String... methods) {
        return DescribedPredicate.describe(
                type.getSimpleName() + "." + String.join("/", methods),
                access -> access.getTargetOwner().isEquivalentTo(type)
                        && Arrays.asList(methods).contains(access.getTarget().getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> unseeded() {
        return DescribedPredicate.describe(
                "a random generator without a seed",
                access -> access.getTargetOwner().isAssignableTo(RandomGenerator.class)
                        && access.getTarget() instanceof AccessTarget.ConstructorCallTarget constructor
                        && constructor.getRawParameterTypes().isEmpty());
    }

    private static DescribedPredicate<JavaAccess<?>> withoutClock(String method) {
        return DescribedPredicate.describe(
                "java.time's now() without a clock",
                access -> access.getTargetOwner().getPackageName().equals("java.time")
                        && access.getTarget().getName().equals(method));
    }
}
