package dev.simbroker.capture.agent;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites classes as they are loaded.
 *
 * <p>It is called in the midst of the loading of any class of the JDK, so what it uses must be loaded already: it does
 * without streams and lambdas, and {@linkplain #warmUp warms up}.
 */
final class Transformer implements ClassFileTransformer {

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    /** Whose real time is real, or who is below the hooks. */
    private static final List<String> LEFT_ALONE = List.of(
            "dev/simbroker/internal/kernel/",
            "dev/simbroker/internal/carrier/",
            "dev/simbroker/capture/agent/",
            "dev/simbroker/capture/boot/",
            "dev/simbroker/capture/asm/");

    private final List<Rule> ofTheJdk = new ArrayList<>();
    private final List<Rule> ofTheApplication = new ArrayList<>();
    private volatile @Nullable String failure;

    Transformer(List<Rule> rules) {
        for (Rule rule : rules) {
            (rule.place() instanceof Rule.Application ? ofTheApplication : ofTheJdk).add(rule);
        }
    }

    /** Has everything loaded that it needs. */
    void warmUp() throws IOException {
        for (String name : List.of("java.util.Date", "java.util.concurrent.locks.LockSupport", "java.lang.Thread")) {
            byte[] code = Agent.codeOf(Object.class, name);
            transform(null, name.replace('.', '/'), null, null, code);
            transform(getClass().getClassLoader(), name.replace('.', '/'), null, null, code);
        }
    }

    /** What went wrong; null if nothing has. */
    @Nullable String failure() {
        return failure;
    }

    boolean changes(Class<?> type) {
        return !type.isArray()
                && !type.isHidden()
                && !rulesFor(type.getClassLoader(), type.getName().replace('.', '/'))
                        .isEmpty();
    }

    private List<Rule> rulesFor(@Nullable ClassLoader loader, String name) {
        if (loader == null || name.startsWith("jdk/random/")) {
            return name.startsWith("java/") || name.contains("/random/") ? rulesOfTheJdk(name) : List.of();
        }
        return PLATFORM.equals(loader) || isLeftAlone(name) ? List.of() : ofTheApplication;
    }

    private static boolean isLeftAlone(String name) {
        for (String start : LEFT_ALONE) {
            if (name.startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    private List<Rule> rulesOfTheJdk(String name) {
        List<Rule> found = List.of();
        for (Rule rule : ofTheJdk) {
            if (rule.isAbout(name)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>();
                }
                found.add(rule);
            }
        }
        return found;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] code) {
        List<Rule> rules = name == null ? List.of() : rulesFor(loader, name);
        if (name == null || rules.isEmpty()) {
            return null;
        }
        try {
            return Rewriter.rewrite(name, code, rules).bytes();
        } catch (Throwable e) { // what is thrown here, nobody sees
            failure = "class " + name.replace('/', '.') + " cannot be rewritten: " + e;
            return null;
        }
    }
}
