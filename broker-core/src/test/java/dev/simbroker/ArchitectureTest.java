package dev.simbroker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.simbroker.time.Simulation;
import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The house keeps its floors, and time has one seam. */
@AnalyzeClasses(packages = "dev.simbroker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule importsPointDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.simbroker..")
            .layer("watchers")
            .definedBy("dev.simbroker.metrics..")
            .layer("broker")
            .definedBy("dev.simbroker")
            .layer("queues")
            .definedBy("dev.simbroker.queue..")
            .layer("locks")
            .definedBy("dev.simbroker.concurrent..")
            .layer("time")
            .definedBy("dev.simbroker.time..")
            .whereLayer("watchers")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("broker")
            .mayOnlyBeAccessedByLayers("watchers")
            .whereLayer("queues")
            .mayOnlyBeAccessedByLayers("locks", "broker", "watchers")
            .whereLayer("locks")
            .mayOnlyBeAccessedByLayers("broker", "watchers");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.simbroker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyFloorOneKnowsSimulation = noClasses()
            .that()
            .resideOutsideOfPackage("dev.simbroker.time..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Simulation.class)
            .because("everything above floor 1 is written against Scheduler, and so runs on every clock");

    @ArchTest
    static final ArchRule onlyTheMetricsNeedMicrometer = noClasses()
            .that()
            .resideOutsideOfPackage("dev.simbroker.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..")
            .because("Micrometer is an optional dependency");

    @ArchTest
    static final ArchRule noRealTime = banned(
            "Scheduler.nanoTime(), clock() or sleep()",
            calls(System.class, "nanoTime", "currentTimeMillis")
                    .or(calls(Thread.class, "sleep", "yield", "onSpinWait"))
                    .or(withoutClock("now"))
                    .or(calls(Clock.class, "systemUTC", "systemDefaultZone", "system", "tickMillis")));

    @ArchTest
    static final ArchRule noUnseededChance = banned(
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
            "Scheduler.newGuard() and Waiter: a wait in a monitor pins its carrier thread on Java 21",
            calls(Object.class, "wait", "notify", "notifyAll"));

    /** What has to do with real time by its nature: the live clock, and the watchdog, which can end a simulation but not change it. */
    private static final String REAL_TIME = "dev\\.simbroker\\.time\\.(LiveTime|Watchdog)";

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
