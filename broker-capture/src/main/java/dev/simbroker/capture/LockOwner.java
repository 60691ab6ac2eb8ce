package dev.simbroker.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import org.jspecify.annotations.Nullable;

/** The thread that has a lock of the JDK, which tells it to subclasses alone. */
final class LockOwner {

    private static final VarHandle OWNER;

    static {
        try {
            OWNER = MethodHandles.privateLookupIn(AbstractOwnableSynchronizer.class, MethodHandles.lookup())
                    .findVarHandle(AbstractOwnableSynchronizer.class, "exclusiveOwnerThread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private LockOwner() {}

    static @Nullable Thread of(AbstractOwnableSynchronizer lock) {
        return (Thread) OWNER.get(lock);
    }
}
