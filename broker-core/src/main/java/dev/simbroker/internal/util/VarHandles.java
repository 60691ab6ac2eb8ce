package dev.simbroker.internal.util;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;

/** Looks up field VarHandles; fails class initialization if the field is missing. */
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
