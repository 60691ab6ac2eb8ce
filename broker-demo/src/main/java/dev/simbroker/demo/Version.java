package dev.simbroker.demo;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Demo.class.getPackage().getImplementationVersion();
        return new String[] {"Simbroker demo " + Objects.requireNonNullElse(version, "(unpackaged)")};
    }
}
