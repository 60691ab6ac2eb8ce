package dev.simbroker.capture;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM knows of virtual threads and monitors: from Java 24 on they leave their carrier where they wait for one,
 * and from 25 on it says who has it. Elsewhere a wait for a monitor is one in real time.
 */
@SuppressWarnings("ReferenceEquality") // a monitor is an object's, whatever that is equal to
final class Monitors {

    private static final @Nullable VarHandle STATE;
    private static final @Nullable VarHandle ON_WAITING_LIST;
    private static final @Nullable MethodHandle SNAPSHOT;
    private static final @Nullable MethodHandle BLOCKER;
    private static final @Nullable MethodHandle BLOCKER_OBJECT;
    private static final @Nullable MethodHandle OWNED;

    private static final int BLOCKED;
    private static final int WAIT;
    private static final int TIMED_WAIT;

    /** Deeper than the monitors of any stack that is of interest. */
    private static final int DEEPEST = 2_048;

    static {
        VarHandle state = null;
        VarHandle onWaitingList = null;
        MethodHandle[] known = new MethodHandle[4];
        int[] states = new int[3];
        if (Runtime.version().feature() >= 25) {
            try {
                Class<?> thread = Class.forName("java.lang.VirtualThread");
                var threads = MethodHandles.privateLookupIn(thread, MethodHandles.lookup());
                state = threads.findVarHandle(thread, "state", int.class);
                onWaitingList = threads.findVarHandle(thread, "onWaitingList", boolean.class);
                states = new int[] {
                    (int) threads.findStaticVarHandle(thread, "BLOCKED", int.class)
                            .get(),
                    (int) threads.findStaticVarHandle(thread, "WAIT", int.class).get(),
                    (int) threads.findStaticVarHandle(thread, "TIMED_WAIT", int.class)
                            .get()
                };
                Class<?> snapshot = Class.forName("jdk.internal.vm.ThreadSnapshot");
                var snapshots = MethodHandles.privateLookupIn(snapshot, MethodHandles.lookup());
                known[0] = snapshots.unreflect(snapshot.getDeclaredMethod("of", Thread.class));
                Field blocker = snapshot.getDeclaredField("blocker");
                blocker.setAccessible(true);
                Field object = blocker.getType().getDeclaredField("obj");
                object.setAccessible(true);
                known[1] = snapshots.unreflectGetter(blocker);
                known[2] = MethodHandles.lookup().unreflectGetter(object);
                known[3] = snapshots.unreflect(snapshot.getDeclaredMethod("ownedMonitorsAt", int.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
        STATE = state;
        ON_WAITING_LIST = onWaitingList;
        SNAPSHOT = known[0];
        BLOCKER = known[1];
        BLOCKER_OBJECT = known[2];
        OWNED = known[3];
        BLOCKED = states[0];
        WAIT = states[1];
        TIMED_WAIT = states[2];
    }

    private Monitors() {}

    /** Whether threads leave their carrier for them, and it is known who has them. */
    static boolean areKnown() {
        return STATE != null;
    }

    /** Whether a thread that has left its carrier wants to enter one. */
    static boolean isEntering(Thread thread) {
        return state(thread) == BLOCKED;
    }

    /** Whether it waits to be notified. */
    static boolean isWaiting(Thread thread) {
        int state = state(thread);
        return state == WAIT || state == TIMED_WAIT;
    }

    private static int state(Thread thread) {
        return (int) Objects.requireNonNull(STATE).getVolatile(thread) & 0xFF; // without the bit of a debugger
    }

    /** Whether the JVM has chosen it to enter, and its thread has not brought it back yet. */
    static boolean isOwed(Thread thread) {
        return (boolean) Objects.requireNonNull(ON_WAITING_LIST).getVolatile(thread);
    }

    /** The object whose monitor a thread wants to enter, unless it has waited in it before. */
    static @Nullable Object blockedOn(Thread thread) {
        return awaited(snapshot(thread));
    }

    /** Whether a thread that does not run is inside that monitor. */
    static boolean isOwner(Thread thread, Object monitor) {
        Object snapshot = snapshot(thread);
        if (snapshot == null || awaited(snapshot) == monitor) {
            return false;
        }
        int depth = Math.min(DEEPEST, thread.getStackTrace().length + 64); // hidden frames count
        for (int frame = 0; frame < depth; frame++) {
            if (((Stream<?>) ask(OWNED, snapshot, frame)).anyMatch(it -> it == monitor)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object snapshot(Thread thread) {
        return ask(SNAPSHOT, thread);
    }

    private static @Nullable Object awaited(@Nullable Object snapshot) {
        Object blocker = snapshot == null ? null : ask(BLOCKER, snapshot);
        return blocker == null ? null : ask(BLOCKER_OBJECT, blocker);
    }

    @SuppressWarnings("NullAway") // the JDK's answers, as they are
    private static Object ask(@Nullable MethodHandle what, Object... arguments) {
        try {
            return Objects.requireNonNull(what).invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
