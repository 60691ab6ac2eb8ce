package dev.simbroker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.simbroker.internal.kernel.CallSite;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Exploration;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import dev.simbroker.time.spi.Carrier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The packages that each package may know, and what users may see of the engine. */
@AnalyzeClasses(packages = "dev.simbroker", importOptions = OnlyTheCore.class)
class ArchitectureTest {

    private static final String ROOT = "dev.simbroker";
    private static final String ENGINE = "dev.simbroker.internal..";

    /** The public classes through which the public packages reach their engine. */
    private static final Set<Class<?>> GATES = Set.of(
            Broker.class,
            Publication.class,
            Backoff.class,
            Simulation.class,
            LiveScheduler.class,
            Scheduler.class,
            SimProcess.class,
            Schedule.class,
            Exploration.class,
            EventTrace.class,
            Carrier.class);

    /**
     * The packages that each package may know, without those of the engine that public packages reach through gates.
     */
    private static final Map<String, List<String>> KNOWN = Map.ofEntries(
            Map.entry(".metrics", List.of("", ".time")),
            Map.entry("", List.of(".queue", ".time")),
            Map.entry(".concurrent", List.of(".time", ".time.spi")),
            Map.entry(".queue", List.of(".queue.spi", ".time", ".time.spi")),
            Map.entry(".queue.spi", List.of(".time", ".time.spi")),
            Map.entry(".time", List.of(".time.spi")),
            Map.entry(".time.spi", List.of(".time")),
            Map.entry(".internal.util", List.of(".time", ".time.spi")),
            Map.entry(".internal.wait", List.of(".queue.spi", ".time", ".time.spi", ".internal.util")),
            Map.entry(".internal.queue", List.of(".internal.util")),
            Map.entry(".internal.schedule", List.of(".time", ".internal.util")),
            Map.entry(".internal.executor", List.of(".time", ".time.spi", ".internal.util")),
            Map.entry(".internal.carrier", List.of(".time", ".time.spi", ".internal.util")),
            Map.entry(
                    ".internal.kernel",
                    List.of(".time", ".time.spi", ".internal.carrier", ".internal.schedule", ".internal.util")),
            Map.entry(".internal.live", List.of(".time", ".time.spi", ".internal.kernel", ".internal.util")),
            Map.entry(".internal.message", List.of("", ".time", ".time.spi", ".internal.util")),
            Map.entry(".internal.log", List.of("", ".time", ".time.spi", ".internal.message", ".internal.util")),
            Map.entry(
                    ".internal.subscription",
                    List.of(
                            "",
                            ".queue",
                            ".queue.spi",
                            ".time",
                            ".time.spi",
                            ".internal.message",
                            ".internal.log",
                            ".internal.wait",
                            ".internal.util")),
            Map.entry(
                    ".internal.broker",
                    List.of(
                            "",
                            ".queue",
                            ".queue.spi",
                            ".time",
                            ".time.spi",
                            ".internal.message",
                            ".internal.log",
                            ".internal.subscription",
                            ".internal.wait",
                            ".internal.util")));

    @ArchTest
    static final ArchRule packagesKnowThoseBelow =
            classes().should(condition("know only the packages below", ArchitectureTest::findDependenciesUpwards));

    @ArchTest
    static final ArchRule roomsHaveNoCycle =
            slices().matching("dev.simbroker.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyGatesReachTheEngine = noClasses()
            .that()
            .resideOutsideOfPackages(ENGINE, "dev.simbroker.queue", "dev.simbroker.concurrent")
            .and(describe("are no gates", type -> GATES.stream().noneMatch(gate -> isPartOf(type, gate))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ENGINE);

    @ArchTest
    static final ArchRule queuesAndLocksReachThreeRooms = noClasses()
            .that()
            .resideInAnyPackage("dev.simbroker.queue..", "dev.simbroker.concurrent..")
            .should()
            .dependOnClassesThat(resideInAPackage(ENGINE)
                    .and(resideOutsideOfPackage("dev.simbroker.internal.wait"))
                    .and(resideOutsideOfPackage("dev.simbroker.internal.queue"))
                    .and(resideOutsideOfPackage("dev.simbroker.internal.util")));

    @ArchTest
    static final ArchRule noEngineInPublicSignatures = classes()
            .that()
            .resideOutsideOfPackage(ENGINE)
            .and(describe("users can name", ArchitectureTest::isAccessible))
            .should(condition("show nothing of the engine", ArchitectureTest::findEngineInSignatures));

    @ArchTest
    static final ArchRule callSitesAreOutsideEveryPackage =
            classes().should(condition("be known to CallSite as this library's", ArchitectureTest::findUnknownFrames));

    @ArchTest
    static final ArchRule onlyFloorOneKnowsSimulation = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.simbroker.time..", "dev.simbroker.internal.kernel", "dev.simbroker.internal.schedule")
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

    // ---- conditions ----

    private static void findDependenciesUpwards(JavaClass type, ConditionEvents events) {
        List<String> known = KNOWN.get(shortPackage(type));
        if (known == null) {
            violated(events, type, type.getName() + " is in a package that this test does not know: add it");
            return;
        }
        type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> pointsUpwards(dependency, known))
                .forEach(dependency -> violated(events, type, dependency.getDescription()));
    }

    private static boolean pointsUpwards(Dependency dependency, List<String> known) {
        JavaClass target = dependency.getTargetClass();
        String from = shortPackage(dependency.getOriginClass());
        if (!target.getPackageName().startsWith(ROOT) || shortPackage(target).equals(from)) {
            return false;
        }
        String to = shortPackage(target);
        boolean throughGate = !from.startsWith(".internal") && to.startsWith(".internal");
        return !throughGate && !known.contains(to);
    }

    private static void findEngineInSignatures(JavaClass type, ConditionEvents events) {
        Stream.concat(type.getInterfaces().stream(), type.getSuperclass().stream())
                .filter(ArchitectureTest::namesEngine)
                .forEach(shown -> violated(events, type, type.getName() + " is a " + shown.getName()));
        type.getMembers().stream()
                .filter(member -> isShown(member.getModifiers()))
                .filter(member -> typesOf(member).anyMatch(ArchitectureTest::namesEngine))
                .forEach(member -> violated(events, type, member.getDescription() + " shows the engine"));
    }

    private static Stream<JavaType> typesOf(JavaMember member) {
        if (member instanceof JavaCodeUnit code) {
            return Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream());
        }
        return Stream.of(((JavaField) member).getType());
    }

    private static boolean namesEngine(JavaType type) {
        return type.getAllInvolvedRawTypes().stream().anyMatch(resideInAPackage(ENGINE));
    }

    private static void findUnknownFrames(JavaClass type, ConditionEvents events) {
        // a package-info may come from the tests, in which case its code source is another
        boolean isCode = !type.getSimpleName().equals("package-info");
        if (isCode && !CallSite.isOurs(new StackTraceElement(type.getName(), "method", null, -1))) {
            violated(events, type, type.getName() + " is code of the user to CallSite");
        }
    }

    // ---- helpers ----

    private static ArchCondition<JavaClass> condition(
            String description, BiConsumer<JavaClass, ConditionEvents> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
            }
        };
    }

    private static void violated(ConditionEvents events, JavaClass type, String message) {
        events.add(SimpleConditionEvent.violated(type, message));
    }

    private static String shortPackage(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    private static boolean isPartOf(JavaClass type, Class<?> gate) {
        return type.getName().equals(gate.getName()) || type.getName().startsWith(gate.getName() + "$");
    }

    private static boolean isAccessible(JavaClass type) {
        Optional<JavaClass> outer = type.getEnclosingClass();
        return isShown(type.getModifiers()) && (outer.isEmpty() || isAccessible(outer.get()));
    }

    private static boolean isShown(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
