package dev.simbroker;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Imports what is compiled together with {@link Broker}: neither tests nor other modules. */
final class OnlyTheCore implements ImportOption {

    private static final Location CORE =
            Location.of(Broker.class.getProtectionDomain().getCodeSource().getLocation());

    @Override
    public boolean includes(Location location) {
        return location.asURI().toString().contains(CORE.asURI().getSchemeSpecificPart());
    }
}
