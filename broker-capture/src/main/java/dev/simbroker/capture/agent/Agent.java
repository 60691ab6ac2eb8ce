package dev.simbroker.capture.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entry of the agent: opens what the library needs to know of the JDK, puts the hooks onto the boot class path, and
 * has all code rewritten that asks for the time, waits, or starts threads.
 *
 * <p>Unless the JDK is as the table of {@link Rules} says, it does nothing but say what is different.
 */
public final class Agent {

    private static final String BOOT = "dev.simbroker.capture.boot.";
    /** Each after those that it extends or contains. */
    private static final List<String> BOOT_CLASSES = List.of(
            "CapturedThread", "CapturedThread$DelayedTask", "DelayedFuture", "StandIns$Entry", "StandIns", "Hooks");

    private static volatile @Nullable String obstacle =
            "the agent is not there: start the JVM with -javaagent:broker-capture.jar";

    private Agent() {}

    /** Why nothing is captured in this JVM; null if it is. */
    public static @Nullable String obstacle() {
        return obstacle;
    }

    /** Called by the JVM before the application starts. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        try {
            obstacle = install(instrumentation);
        } catch (ReflectiveOperationException | IOException | UnmodifiableClassException | RuntimeException | Error e) {
            obstacle = "the agent has failed: " + e;
        }
    }

    /** Called by the JVM where the agent is loaded later. */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        premain(arguments, instrumentation);
    }

    private static @Nullable String install(Instrumentation instrumentation)
            throws ReflectiveOperationException, IOException, UnmodifiableClassException {
        int feature = Runtime.version().feature();
        if (feature < Rules.FIRST || feature > Rules.LAST) {
            return "this is Java " + feature + ", and those known are " + Rules.FIRST + " to " + Rules.LAST;
        }
        List<Rule> rules =
                Rules.ALL.stream().filter(rule -> rule.isFor(feature)).toList();
        String difference = new JdkCheck(rules).firstDifference();
        if (difference != null) {
            return difference;
        }
        open(
                instrumentation,
                Agent.class.getModule(),
                "java.lang",
                "java.util.concurrent.locks",
                "jdk.internal.vm",
                "jdk.internal.misc");
        defineHooks(instrumentation);
        var transformer = new Transformer(rules);
        transformer.warmUp();
        instrumentation.addTransformer(transformer, true);
        var loaded = new ArrayList<Class<?>>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (instrumentation.isModifiableClass(type) && transformer.changes(type)) {
                loaded.add(type);
            }
        }
        instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        return transformer.failure();
    }

    private static void open(Instrumentation instrumentation, Module to, String... packages) {
        var opens = new LinkedHashMap<String, Set<Module>>();
        for (String name : packages) {
            opens.put(name, Set.of(to));
        }
        instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), opens, Set.of(), Map.of());
    }

    /** Past the search path of the boot loader: to extend that costs class data sharing, and the JVM warns of it. */
    private static void defineHooks(Instrumentation instrumentation) throws ReflectiveOperationException, IOException {
        Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
        Object theUnsafe = unsafe.getMethod("getUnsafe").invoke(null);
        Method define = unsafe.getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
        Class<?> first = null;
        for (String name : BOOT_CLASSES) {
            byte[] code = codeOf(Agent.class, BOOT + name);
            try {
                Class<?> defined = (Class<?>)
                        define.invoke(theUnsafe, (BOOT + name).replace('.', '/'), code, 0, code.length, null, null);
                first = first == null ? defined : first;
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("cannot define " + name, e.getCause());
            }
        }
        if (first != null) {
            open(instrumentation, first.getModule(), "java.lang", "java.util.concurrent");
        }
        Class.forName(BOOT + "Hooks", true, null);
    }

    /** The code of a class that {@code near} can find. */
    static byte[] codeOf(Class<?> near, String name) throws IOException {
        String resource = "/" + name.replace('.', '/') + ".class";
        try (InputStream in = near.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is no class " + name);
            }
            return in.readAllBytes();
        }
    }
}
