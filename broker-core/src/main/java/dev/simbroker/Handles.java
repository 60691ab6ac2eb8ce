package dev.simbroker;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;

/** Handles of fields, by which these are read and written in the modes that {@link VarHandle} knows. */
final class Handles {

    private Handles() {}

    /** The handle of a field of the class that looks it up. */
    static VarHandle ofField(Lookup lookup, String name, Class<?> type) {
        try {
            return lookup.findVarHandle(lookup.lookupClass(), name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
