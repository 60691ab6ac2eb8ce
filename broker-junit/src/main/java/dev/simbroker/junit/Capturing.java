package dev.simbroker.junit;

import dev.simbroker.capture.Capture;
import dev.simbroker.time.spi.Carrier;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What a captured test needs, which is in an artifact of its own. */
final class Capturing {

    /** How to get it, in the places that people run tests from. */
    private static final String HOW = """

            With Maven, add the dependency dev.simbroker:broker-capture, scope test, and

              <properties>
                <argLine/>
              </properties>
              ...
              <plugin>
                <artifactId>maven-dependency-plugin</artifactId>
                <executions><execution><goals><goal>properties</goal></goals></execution></executions>
              </plugin>
              <plugin>
                <artifactId>maven-surefire-plugin</artifactId>
                <configuration>
                  <argLine>@{argLine} -javaagent:${dev.simbroker:broker-capture:jar}</argLine>
                </configuration>
              </plugin>

            With Gradle:

              val capture by configurations.creating { isTransitive = false }
              dependencies {
                  testImplementation("dev.simbroker:broker-capture:VERSION")
                  capture("dev.simbroker:broker-capture:VERSION")
              }
              tasks.test { jvmArgs("-javaagent:${capture.asPath}") }

            In an IDE, add -javaagent:PATH/broker-capture.jar to the VM options of the run configuration.""";

    private Capturing() {}

    /** @throws ExtensionConfigurationException if it is not there, with how to get it */
    static Carrier.Factory carrier() {
        obstacle().ifPresent(why -> {
            throw new ExtensionConfigurationException("capture = true is not possible: " + why + HOW);
        });
        return Capture.carrier();
    }

    private static Optional<String> obstacle() {
        try {
            return Capture.obstacle();
        } catch (NoClassDefFoundError e) {
            return Optional.of("broker-capture is not there");
        }
    }
}
