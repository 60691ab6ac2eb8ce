package dev.simbroker.junit;

import dev.simbroker.Broker;
import dev.simbroker.time.Simulation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * The JUnit extension behind {@link SimulationTest}.
 *
 * <p>{@code @ExtendWith(SimulationExtension.class)} on a class does for all of its tests, of any kind, what
 * {@link SimulationTest} does for one, with the defaults. To choose other settings or to build the broker, register an
 * extension:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SimulationExtension SIMULATION = SimulationExtension.builder()
 *         .broker(simulation -> Broker.builder(simulation).name("shop").build())
 *         .build();
 * }</pre>
 *
 * <p>The attributes of a test's own {@link SimulationTest} take precedence. Thread-safe: tests may run in parallel.
 */
public final class SimulationExtension
        implements TestTemplateInvocationContextProvider, ParameterResolver, InvocationInterceptor, AfterEachCallback {

    private final Settings settings;

    /** An extension with the defaults. */
    public SimulationExtension() {
        this(Settings.DEFAULT);
    }

    private SimulationExtension(Settings settings) {
        this.settings = settings;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    // ---- as a template: the one invocation of a @SimulationTest ----

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return isMine(context) && Templates.isOurs(context.getRequiredTestMethod());
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        String name =
                name(context) + ", " + SettingsReader.read(context, settings).describe();
        return Stream.of(new TestTemplateInvocationContext() {
            @Override
            public String getDisplayName(int invocationIndex) {
                return name;
            }
        });
    }

    /** The test's display name, or its method's name if that is the default one, which lists parameters too. */
    private static String name(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String name = context.getDisplayName();
        return name.startsWith(method + "(") ? method : name;
    }

    // ---- parameters ----

    /** Lets constructors take parameters of a test, if each test has its own instance. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TestRun.TYPES.contains(parameter.getParameter().getType()) && isMine(context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("a " + type.getSimpleName()
                    + " belongs to one test, and so cannot be given to " + parameter.getDeclaringExecutable()
                    + ", which belongs to all tests of the class: ask for it in the test's method, in @BeforeEach and"
                    + " @AfterEach methods, or in the constructor of a class with an instance for each test");
        }
        return RepeatableTest.current().orElseGet(() -> test(context).run()).get(type);
    }

    // ---- what runs in the simulation ----

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invoked,
            ExtensionContext context)
            throws Throwable {
        around(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invoked,
            ExtensionContext context)
            throws Throwable {
        around(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invoked,
            ExtensionContext context)
            throws Throwable {
        test(invocation, invoked, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invoked,
            ExtensionContext context)
            throws Throwable {
        test(invocation, invoked, context);
    }

    @Override
    public <T extends @Nullable Object> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> invoked, ExtensionContext context)
            throws Throwable {
        if (!isMine(context)) {
            return invocation.proceed();
        }
        if (test(context).isRepeated()) {
            throw new ExtensionConfigurationException("a @TestFactory cannot be run under several seeds, orders or"
                    + " twice: " + invoked.getExecutable() + " makes tests, and is none");
        }
        return test(context).run().call(invocation::proceed);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext invoked, ExtensionContext context)
            throws Throwable {
        around(invocation, context);
    }

    private void test(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invoked,
            ExtensionContext context)
            throws Throwable {
        around(invocation, context);
        if (isMine(context) && test(context).isRepeated()) {
            test(context).repeat(invoked, context);
        }
    }

    /** Runs an invocation as a process, or skips it if the test is repeated: then its repetitions run instead. */
    private void around(Invocation<@Nullable Void> invocation, ExtensionContext context) throws Throwable {
        if (!isMine(context)) {
            invocation.proceed();
        } else if (test(context).isRepeated()) {
            invocation.skip();
        } else {
            test(context).run().execute(invocation::proceed);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (isMine(context)) {
            test(context).end(context, context.getExecutionException().isPresent());
        }
    }

    // ---- ownership ----

    private SimulatedTest test(ExtensionContext context) {
        return Ownership.made(
                Ownership.store(context),
                SimulatedTest.class,
                () -> new SimulatedTest(SettingsReader.read(context, settings)));
    }

    private boolean isMine(ExtensionContext context) {
        return context.getTestMethod().isEmpty() || Ownership.isOwner(this, context);
    }

    /** Whether this extension has other settings than the defaults. */
    boolean isBuilt() {
        return !settings.equals(Settings.DEFAULT);
    }

    /**
     * A builder of an extension. Its methods throw {@link IllegalArgumentException} for values that are out of range or
     * exclude each other. Not thread-safe.
     */
    public static final class Builder {

        private Settings settings = Settings.DEFAULT;

        private Builder() {}

        /**
         * The factory of each run's broker, which must be in the given simulation; an audited broker by default. A
         * sweep calls it from several threads at once.
         */
        public Builder broker(Function<Simulation, Broker> factory) {
            settings = settings.withBroker(factory);
            return this;
        }

        /** The simulated time at which tests start. */
        public Builder start(Instant value) {
            settings = settings.withStart(value);
            return this;
        }

        /** The first seed. */
        public Builder seed(long value) {
            settings = settings.withSeeds(settings.seeds(), value);
            return this;
        }

        /**
         * The number of seeds under which each test runs; at least 1, and exactly 1 with
         * {@link SchedulePolicy#EXHAUSTIVE}.
         */
        public Builder seeds(int count) {
            settings = settings.withSeeds(count, settings.seed());
            return this;
        }

        /** The order in which processes run that could run at the same instant. */
        public Builder schedule(SchedulePolicy policy) {
            settings = settings.withSearch(settings.search().withPolicy(policy));
            return this;
        }

        /**
         * The depth for {@link SchedulePolicy#PCT}: the number of events that must occur in a certain order for a bug
         * to show; at least 1.
         */
        public Builder pctDepth(int depth) {
            settings = settings.withSearch(settings.search().withPctDepth(depth));
            return this;
        }

        /**
         * The limit of orders that {@link SchedulePolicy#EXHAUSTIVE} tries; at least 1. If there are more, the test
         * fails unless a part of them is {@linkplain #partial enough}.
         */
        public Builder interleavings(long most) {
            settings = settings.withSearch(settings.search().withInterleavings(most));
            return this;
        }

        /** Has a part of the orders be enough for {@link SchedulePolicy#EXHAUSTIVE}, if there are too many. */
        public Builder partial() {
            settings = settings.withSearch(settings.search().withPartial(true));
            return this;
        }

        /**
         * The limit, for {@link SchedulePolicy#EXHAUSTIVE}, of preemptions of processes that could go on, in one order;
         * at least 0.
         */
        public Builder preemptions(int most) {
            settings = settings.withSearch(settings.search().withPreemptions(most));
            return this;
        }

        /**
         * Has waits, clocks and threads of the JDK be those of the simulation, see {@link SimulationTest#capture}.
         */
        public Builder capture() {
            settings = settings.withCapture(true);
            return this;
        }

        /**
         * Runs each seed twice and compares the runs event by event. Not allowed with
         * {@link SchedulePolicy#EXHAUSTIVE}.
         */
        public Builder audit() {
            settings = settings.withAudit(true);
            return this;
        }

        /** The limit of a test in simulated time; greater than zero. */
        public Builder timeLimit(Duration limit) {
            settings = settings.withLimits(settings.limits().withTime(limit));
            return this;
        }

        /**
         * The limit of a test in steps at one instant: turns of processes and timers, or operations on queues and
         * brokers; at least 1.
         */
        public Builder stepLimit(long limit) {
            settings = settings.withLimits(settings.limits().withSteps(limit));
            return this;
        }

        /** The limit of a test, or of each seed of a sweep, in real time; greater than zero. */
        public Builder realTimeLimit(Duration limit) {
            settings = settings.withLimits(settings.limits().withRealTime(limit));
            return this;
        }

        /** The limit, in real time, for which a process may be blocked outside the simulation; greater than zero. */
        public Builder externalBlockingLimit(Duration limit) {
            settings = settings.withLimits(settings.limits().withExternalBlocking(limit));
            return this;
        }

        /** The same limit for a wait without a time that is no input or output; greater than zero. */
        public Builder indefiniteBlockingLimit(Duration limit) {
            settings = settings.withLimits(settings.limits().withIndefiniteBlocking(limit));
            return this;
        }

        /** The extension. */
        public SimulationExtension build() {
            return new SimulationExtension(settings);
        }
    }
}
