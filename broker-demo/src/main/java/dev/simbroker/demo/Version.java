package dev.simbroker.demo;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Provides the version of the JAR for the command line. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Demo.class.getPackage().getImplementationVersion();
        return new String[] {"Simbroker demo " + Objects.requireNonNullElse(version, "(unpackaged)")};
    }
}
