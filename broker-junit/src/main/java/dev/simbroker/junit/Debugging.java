package dev.simbroker.junit;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Detects a debugger attached to this JVM, under which real-time limits are meaningless. Works like JUnit's
 * {@code disabled_on_debug}.
 */
final class Debugging {

    private static final boolean ON = isOn(ManagementFactory.getRuntimeMXBean().getInputArguments());

    private Debugging() {}

    static boolean isOn() {
        return ON;
    }

    static boolean isOn(List<String> jvmArguments) {
        return jvmArguments.stream()
                .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));
    }
}
