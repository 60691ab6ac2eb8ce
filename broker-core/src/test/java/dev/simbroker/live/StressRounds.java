package dev.simbroker.live;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.simbroker.testing.LongRun;
import dev.simbroker.time.LiveScheduler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of a random program, one after the other until the time is up, each with a seed of its own and watched over.
 */
final class StressRounds {

    private static final long SECONDS = Long.getLong("simbroker.stress.seconds", LongRun.count(1, 3));
    private static final long LONGEST_ROUND = 60;

    /** One round, from its seed; answers how many messages went through. */
    @FunctionalInterface
    interface Round {
        long run(long seed, LiveScheduler scheduler) throws Exception;
    }

    private StressRounds() {}

    /** Runs rounds, and answers how many messages went through them. */
    static long rounds(String name, Round round) throws InterruptedException {
        return rounds(name, SECONDS, round);
    }

    /** Runs rounds for so many seconds, and answers how many messages went through them. */
    static long rounds(String name, long seconds, Round round) throws InterruptedException {
        var seeds = new Random(System.nanoTime());
        Long given = Long.getLong("simbroker.stress.seed");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long messages = 0;
        int rounds = 0;
        do {
            long seed = rounds == 0 && given != null ? given : seeds.nextLong();
            messages += watched(name, seed, round);
            rounds++;
        } while (System.nanoTime() < end);
        System.out.printf("%s: %d rounds, %d messages%n", name, rounds, messages);
        return messages;
    }

    private static long watched(String name, long seed, Round round) throws InterruptedException {
        var result = new CompletableFuture<Long>();
        var failure = new AtomicReference<@Nullable Throwable>();
        try (var scheduler = LiveScheduler.builder()
                .seed(seed)
                .onFailure((process, cause) -> failure.compareAndSet(null, cause))
                .build()) {
            Thread.ofPlatform().name(name).daemon().start(() -> {
                try {
                    result.complete(round.run(seed, scheduler));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
            long messages = result.get(LONGEST_ROUND, TimeUnit.SECONDS);
            if (failure.get() != null) {
                throw new ExecutionException(failure.get());
            }
            return messages;
        } catch (TimeoutException e) {
            throw new AssertionError(name + " is stuck, from seed " + seed + threads(), e);
        } catch (ExecutionException e) {
            throw new AssertionError(name + " failed, from seed " + seed, e.getCause());
        }
    }

    /** The stacks of all threads, virtual ones too. */
    private static String threads() {
        try {
            Path file = Files.createTempDirectory("simbroker").resolve("threads");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return System.lineSeparator() + Files.readString(file);
        } catch (IOException e) {
            return ", and its threads cannot be shown: " + e;
        }
    }
}
