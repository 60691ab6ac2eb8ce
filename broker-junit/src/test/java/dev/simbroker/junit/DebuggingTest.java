package dev.simbroker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A debugger is known by the arguments of the JVM. */
class DebuggingTest {

    @Test
    void debugger_isKnown() {
        assertThat(Debugging.isOn(List.of("-Xmx2g", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y")))
                .isTrue();
        assertThat(Debugging.isOn(List.of("-Xdebug", "-Xrunjdwp:transport=dt_socket")))
                .isTrue();
        assertThat(Debugging.isOn(List.of("-Xmx2g", "-javaagent:jacoco.jar"))).isFalse();
    }
}
