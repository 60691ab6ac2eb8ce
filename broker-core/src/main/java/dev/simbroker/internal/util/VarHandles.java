package dev.simbroker.internal.util;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;

/** Handles of fields, by which these are read and written in the modes that {@link VarHandle} knows. */
public final class VarHandles {

    private VarHandles() {}

    /** The handle of a field of the class that looks it up. */
    public static VarHandle ofField(Lookup lookup, String name, Class<?> type) {
        try {
            return lookup.findVarHandle(lookup.lookupClass(), name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
