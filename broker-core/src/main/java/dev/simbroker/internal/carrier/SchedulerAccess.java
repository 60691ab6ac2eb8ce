package dev.simbroker.internal.carrier;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads on a scheduler of one's own: the JDK can make them, and has no public way to. Here is all that we
 * know of its inside; the names are those of JDK 21 to 25.
 */
final class SchedulerAccess {

    private static final @Nullable MethodHandle NEW_BUILDER;
    private static final @Nullable MethodHandle UNPARK;
    private static final @Nullable Executor JDKS;
    private static final @Nullable String OBSTACLE;

    static {
        MethodHandle newBuilder = null;
        MethodHandle unpark = null;
        Executor jdks = null;
        String obstacle = null;
        try {
            if (isOpen()) {
                newBuilder = findNewBuilder();
                unpark = findUnpark();
                jdks = findSchedulerOfTheJdk();
            } else {
                obstacle = notOpen();
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            obstacle = SelfCheck.UNKNOWN + e;
        }
        NEW_BUILDER = newBuilder;
        UNPARK = unpark;
        JDKS = jdks;
        OBSTACLE = obstacle;
    }

    private SchedulerAccess() {}

    /** Whether the package in which virtual threads are is open to us. */
    static boolean isOpen() {
        return Object.class.getModule().isOpen("java.lang", SchedulerAccess.class.getModule());
    }

    private static String notOpen() {
        Module ours = SchedulerAccess.class.getModule();
        return "java.lang is not open to this library: start the JVM with --add-opens java.base/java.lang="
                + (ours.isNamed() ? ours.getName() : "ALL-UNNAMED");
    }

    private static MethodHandle findNewBuilder() throws ReflectiveOperationException {
        Constructor<?> constructor =
                Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder").getDeclaredConstructor(Executor.class);
        constructor.setAccessible(true);
        return MethodHandles.lookup()
                .unreflectConstructor(constructor)
                .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
    }

    private static MethodHandle findUnpark() throws ReflectiveOperationException {
        Method method = Class.forName("java.lang.BaseVirtualThread").getDeclaredMethod("unpark");
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method).asType(MethodType.methodType(void.class, Thread.class));
    }

    private static Executor findSchedulerOfTheJdk() throws ReflectiveOperationException {
        Field scheduler = Class.forName("java.lang.VirtualThread").getDeclaredField("DEFAULT_SCHEDULER");
        scheduler.setAccessible(true);
        return (Executor) Objects.requireNonNull(scheduler.get(null));
    }

    /** Why there is no way to them in this JVM; null if there is one. */
    static @Nullable String obstacle() {
        return OBSTACLE;
    }

    /** A virtual thread that has not begun; {@code scheduler} will be told whenever it is to run. */
    static Thread newThread(Executor scheduler, String name, Runnable task) {
        return newBuilder(scheduler)
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(task);
    }

    private static Thread.Builder.OfVirtual newBuilder(Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual)
                    Objects.requireNonNull(NEW_BUILDER).invokeExact(scheduler);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Has a virtual thread go on from where it parks, or not park the next time. Not by
     * {@link java.util.concurrent.locks.LockSupport}, which is what the JDK's queues and locks call: this is below it.
     */
    static void unpark(Thread thread) {
        try {
            Objects.requireNonNull(UNPARK).invokeExact(thread);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The scheduler that runs virtual threads of nobody in particular. */
    static Executor jdks() {
        return Objects.requireNonNull(JDKS);
    }
}
