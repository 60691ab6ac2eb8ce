package dev.simbroker.junit;

import java.lang.management.ManagementFactory;
import java.util.List;

/** Whether somebody may be looking at this JVM with a debugger: real time then means nothing. As JUnit's {@code disabled_on_debug}. */
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
