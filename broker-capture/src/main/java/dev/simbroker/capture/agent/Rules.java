package dev.simbroker.capture.agent;

import static dev.simbroker.capture.agent.Rule.in;
import static dev.simbroker.capture.agent.Rule.inAll;
import static dev.simbroker.capture.agent.Rule.inApplication;

import dev.simbroker.capture.agent.Rule.After;
import dev.simbroker.capture.agent.Rule.Answer;
import dev.simbroker.capture.agent.Rule.Argument;
import dev.simbroker.capture.agent.Rule.Ask;
import dev.simbroker.capture.agent.Rule.AskForArgument;
import dev.simbroker.capture.agent.Rule.Call;
import dev.simbroker.capture.agent.Rule.Field;
import dev.simbroker.capture.agent.Rule.Forward;
import dev.simbroker.capture.agent.Rule.Make;
import dev.simbroker.capture.agent.Rule.Tell;
import dev.simbroker.capture.agent.Rule.TellAtEnd;
import java.util.List;

/**
 * The table of what is changed, for each feature release of Java that is known. Where a line does not fit the JDK,
 * nothing is changed at all.
 */
final class Rules {

    /** The releases whose code was read and tried. */
    static final int FIRST = 21;

    static final int LAST = 25;

    private static final String PARK = "java/util/concurrent/locks/LockSupport";
    private static final String THREAD = "java/lang/Thread";
    private static final String VIRTUAL = "java/lang/VirtualThread";
    private static final String BUILDERS = "java/lang/ThreadBuilders";
    private static final String THREAD_LOCAL_RANDOM = "java/util/concurrent/ThreadLocalRandom";
    private static final String CONTAINER = "Ljdk/internal/vm/ThreadContainer;";

    /** Classes of the JDK that wait for a time, or say what it is. */
    private static final List<String> TIMED = List.of(
            "java/util/concurrent/*",
            "java/util/Timer",
            "java/util/TimerThread",
            "java/util/TimerTask",
            "java/util/Date",
            "java/time/Clock$SystemClock",
            THREAD);

    private static final Call NANO_TIME = new Call("java/lang/System.nanoTime()J", "nanoTime()J");
    private static final Call MILLIS = new Call("java/lang/System.currentTimeMillis()J", "currentTimeMillis()J");

    static final List<Rule> ALL = List.of(
            // time
            inAll(TIMED, NANO_TIME),
            inAll(TIMED, MILLIS),
            in("java/time/Clock", "currentInstant()Ljava/time/Instant;", new Answer("now()Ljava/time/Instant;")),
            inApplication(NANO_TIME),
            inApplication(MILLIS),

            // waiting
            in(PARK, "park()V", new Ask("park()Z")),
            in(PARK, "park(Ljava/lang/Object;)V", new Ask("park(Ljava/lang/Object;)Z")),
            in(PARK, "parkNanos(J)V", new Ask("parkNanos(J)Z")),
            in(PARK, "parkNanos(Ljava/lang/Object;J)V", new Ask("parkNanos(Ljava/lang/Object;J)Z")),
            in(PARK, "parkUntil(J)V", new Ask("parkUntil(J)Z")),
            in(PARK, "parkUntil(Ljava/lang/Object;J)V", new Ask("parkUntil(Ljava/lang/Object;J)Z")),
            in(PARK, "unpark(Ljava/lang/Thread;)V", new Ask("unpark(Ljava/lang/Thread;)Z")),
            in(VIRTUAL, "sleepNanos(J)V", new Ask("sleepNanos(Ljava/lang/Thread;J)Z")),
            in(VIRTUAL, "tryYield()V", new Ask("tryYield(Ljava/lang/Thread;)Z")),

            // monitors: from Java 24 on a virtual thread leaves its carrier where it waits for one
            in(
                            VIRTUAL,
                            "schedule(Ljava/lang/Runnable;JLjava/util/concurrent/TimeUnit;)"
                                    + "Ljava/util/concurrent/Future;",
                            new Answer("timedWait(Ljava/lang/Thread;Ljava/lang/Runnable;J"
                                    + "Ljava/util/concurrent/TimeUnit;)Ljava/util/concurrent/Future;"))
                    .since(25),
            in("java/lang/Object", "wait(J)V", new Tell("waiting(Ljava/lang/Object;)V"))
                    .since(25),
            in("java/lang/Object", "wait(J)V", new TellAtEnd("waited(Ljava/lang/Object;)V"))
                    .since(25),
            in(VIRTUAL, "compareAndSetOnWaitingList(ZZ)Z", new Tell("unblocking(Ljava/lang/Thread;)V"))
                    .since(25),
            in(VIRTUAL, "unblock()V", new TellAtEnd("unblocked(Ljava/lang/Thread;)V"))
                    .since(25),

            // virtual threads of the application
            in(
                    BUILDERS,
                    "newVirtualThread(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)"
                            + "Ljava/lang/Thread;",
                    new Argument(
                            0,
                            List.of(0),
                            "scheduler(Ljava/util/concurrent/Executor;)Ljava/util/concurrent/Executor;")),
            in(
                    BUILDERS,
                    "newVirtualThread(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)"
                            + "Ljava/lang/Thread;",
                    new Argument(
                            3,
                            List.of(0, 3),
                            "task(Ljava/util/concurrent/Executor;Ljava/lang/Runnable;)Ljava/lang/Runnable;")),
            in(VIRTUAL, "start(" + CONTAINER + ")V", new Tell("starting(Ljava/lang/Thread;)V")),
            in(VIRTUAL, "interrupt()V", new Ask("interrupt(Ljava/lang/Thread;)Z")),
            in(VIRTUAL, "isInterrupted()Z", new Ask("isInterrupted(Ljava/lang/Thread;)Z")),
            in(
                    VIRTUAL,
                    "threadState()Ljava/lang/Thread$State;",
                    new Answer("threadState(Ljava/lang/Thread;)Ljava/lang/Thread$State;")),

            // other threads of the application, for which virtual ones run
            in(THREAD, "start()V", new Ask("start(Ljava/lang/Thread;)Z")),
            in(THREAD, "start(" + CONTAINER + ")V", new Ask("start(Ljava/lang/Thread;)Z")),
            in(THREAD, "join(J)V", new Forward()),
            in(THREAD, "join(Ljava/time/Duration;)Z", new Forward()),
            in(THREAD, "alive()Z", new Forward()),
            in(THREAD, "threadState()Ljava/lang/Thread$State;", new Forward()),
            in(THREAD, "interrupt()V", new Forward()),
            in(THREAD, "isInterrupted()Z", new Forward()),
            in(THREAD, "getStackTrace()[Ljava/lang/StackTraceElement;", new Forward()),
            inAll(List.of(THREAD), new Call("java/lang/Thread.isDaemon()Z", "isDaemon(Ljava/lang/Thread;)Z")),
            inApplication(new Call(
                    "java/lang/Thread.currentThread()Ljava/lang/Thread;", "currentThread()Ljava/lang/Thread;")),
            in(THREAD, "genThreadName()Ljava/lang/String;", new Answer("threadName()Ljava/lang/String;")),
            in(
                    "java/util/concurrent/Executors$DefaultThreadFactory",
                    "<init>()V",
                    new Call(
                            "java/util/concurrent/atomic/AtomicInteger.getAndIncrement()I",
                            "poolNumber(Ljava/util/concurrent/atomic/AtomicInteger;)I")),

            // workers are interrupted in the order of this set, which is that of their identity hashes
            in(
                    "java/util/concurrent/ThreadPoolExecutor",
                    "<init>(IIJLjava/util/concurrent/TimeUnit;Ljava/util/concurrent/BlockingQueue;"
                            + "Ljava/util/concurrent/ThreadFactory;Ljava/util/concurrent/RejectedExecutionHandler;)V",
                    new Make("java/util/HashSet", "java/util/LinkedHashSet")),

            // chance: whatever draws its seed from the machine
            in("java/util/Random", "<init>()V", new After("java/util/Random.seedUniquifier()J", "randomSeed(J)J")),
            in("java/util/Random", "<init>()V", NANO_TIME),
            inAll(
                    List.of("java/util/SplittableRandom", "jdk/random/*", "jdk/internal/random/*"),
                    new Call(
                            "java/util/concurrent/atomic/AtomicLong.getAndAdd(J)J",
                            "generatorSeed(Ljava/util/concurrent/atomic/AtomicLong;J)J")),
            in(
                    THREAD_LOCAL_RANDOM,
                    "localInit()V",
                    new Call(
                            "java/util/concurrent/atomic/AtomicLong.getAndAdd(J)J",
                            "threadLocalSeed(Ljava/util/concurrent/atomic/AtomicLong;J)J")),
            // each draw adds the number of the thread
            in(
                    THREAD_LOCAL_RANDOM,
                    "nextSeed()J",
                    new Call("java/lang/Thread.threadId()J", "threadId(Ljava/lang/Thread;)J")),
            in("java/lang/Math", "random()D", new After("java/util/Random.nextDouble()D", "mathRandom(D)D")),
            in("java/security/SecureRandom", "nextBytes([B)V", new Ask("nextBytes(Ljava/lang/Object;[B)Z")),
            in("java/security/SecureRandom", "generateSeed(I)[B", new Answer("seedBytes(Ljava/lang/Object;I)[B")),
            in("java/security/SecureRandom", "getSeed(I)[B", new Answer("seedBytes(I)[B")),
            in(
                    "java/util/Collections",
                    "shuffle(Ljava/util/List;)V",
                    new Field(
                            "java/util/Collections.r:Ljava/util/Random;",
                            "shuffler(Ljava/util/Random;)Ljava/util/Random;")),
            inAll(
                    List.of("java/util/ImmutableCollections$*"),
                    new Field("java/util/ImmutableCollections.SALT32L:J", "salt(J)J")),
            inAll(
                    List.of("java/util/ImmutableCollections$*"),
                    new Field("java/util/ImmutableCollections.REVERSE:Z", "reverse(Z)Z")),

            // delayed tasks of futures
            in(
                            "java/util/concurrent/ForkJoinPool",
                            "scheduleDelayedTask(Ljava/util/concurrent/DelayScheduler$ScheduledForkJoinTask;)"
                                    + "Ljava/util/concurrent/DelayScheduler$ScheduledForkJoinTask;",
                            new AskForArgument(
                                    0, "delay(Ljava/util/concurrent/ForkJoinPool;Ljava/util/concurrent/Future;)Z"))
                    .since(25),
            in(
                            "java/util/concurrent/DelayScheduler$ScheduledForkJoinTask",
                            "cancel(Z)Z",
                            new Tell("cancelling(Ljava/util/concurrent/Future;Z)V"))
                    .since(25),
            in(
                            "java/util/concurrent/CompletableFuture$Delayer",
                            "delay(Ljava/lang/Runnable;JLjava/util/concurrent/TimeUnit;)"
                                    + "Ljava/util/concurrent/ScheduledFuture;",
                            new Answer("delay(Ljava/lang/Runnable;JLjava/util/concurrent/TimeUnit;)"
                                    + "Ljava/util/concurrent/ScheduledFuture;"))
                    .until(24),

            // fork and join
            in(
                    "java/util/concurrent/ForkJoinPool",
                    "poolSubmit(ZLjava/util/concurrent/ForkJoinTask;)Ljava/util/concurrent/ForkJoinTask;",
                    new AskForArgument(
                            1, "submit(Ljava/util/concurrent/ForkJoinPool;ZLjava/util/concurrent/ForkJoinTask;)Z")));

    private Rules() {}
}
