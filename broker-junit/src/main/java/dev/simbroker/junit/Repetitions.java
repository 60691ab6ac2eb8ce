package dev.simbroker.junit;

import dev.simbroker.time.Coverage;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Exploration;
import dev.simbroker.time.NondeterminismException;
import dev.simbroker.time.Schedule;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** All the runs of one test that is repeated: under many seeds, in every order, or twice. */
final class Repetitions {

    private final Settings settings;
    private final RepeatableTest test;
    private final Progress progress;

    Repetitions(Settings settings, RepeatableTest test, Progress progress) {
        this.settings = settings;
        this.test = test;
        this.progress = progress;
    }

    void run(int threads) throws Throwable {
        if (settings.policy() == SchedulePolicy.EXHAUSTIVE) {
            explore();
        } else {
            sweep(threads);
        }
    }

    // ---- many seeds ----

    private void sweep(int threads) throws Throwable {
        var sweep = new Sweep(settings.seeds(), threads, index -> {
            runOnce(settings.withSeeds(1, settings.seed() + index));
        });
        Sweep.Result result = sweep.run(progress::tick);
        if (result.failure().isPresent()) {
            long seed = settings.seed() + result.failedAt();
            throw failure(
                    settings.seeds() == 1 ? settings.describe() : "seed " + seed + " of " + settings.describe(),
                    result.failure().get());
        }
        int seeds = settings.seeds();
        report("all " + seeds + (seeds == 1 ? " seed" : " seeds"), seeds, result.aborted(), "");
    }

    private void runOnce(Settings one) throws Throwable {
        if (settings.audit()) {
            runTwice(one);
        } else {
            run(TestRun.of(one));
        }
    }

    /** Where the two go different ways, that comes first: it may be why one of them fails. */
    private void runTwice(Settings one) throws Throwable {
        var first = new EventTrace();
        var second = new EventTrace();
        var failures = new Failures();
        failures.attempt(() -> run(TestRun.of(one, first)));
        failures.attempt(() -> run(TestRun.of(one, second)));
        try {
            EventTrace.requireSame(first, second);
        } catch (NondeterminismException e) {
            failures.first().ifPresent(e::addSuppressed);
            throw e;
        }
        failures.throwFirst();
    }

    private void run(TestRun run) throws Throwable {
        var failures = new Failures();
        failures.attempt(() -> test.run(run));
        failures.first().ifPresent(run::annotate);
        failures.attempt(run::close);
        failures.throwFirst();
    }

    // ---- every order ----

    private void explore() throws Throwable {
        var search = settings.search();
        var counts = new Counts();
        var exploration =
                Exploration.exhaustive().interleavings(search.interleavings()).preemptions(search.preemptions());
        Coverage coverage;
        try {
            coverage = exploration.explore(schedule -> {
                progress.tick(counts.done);
                counts.done++;
                counts.aborted += passes(schedule) ? 0 : 1;
            });
        } catch (RunFailed e) {
            throw failure("interleaving " + counts.done + " of " + settings.describe(), e.failure);
        }
        report(coverage.toString(), counts.done, counts.aborted, coverage.complete() ? "" : ", and there are more");
    }

    /** Whether the run came to its end rather than to an assumption that does not hold. */
    private boolean passes(Schedule schedule) {
        try {
            run(TestRun.of(settings, schedule));
            return true;
        } catch (TestAbortedException e) {
            return false;
        } catch (Throwable e) {
            throw new RunFailed(e);
        }
    }

    private static final class Counts {
        long done;
        long aborted;
    }

    /** Carries a failure, of whatever kind, through an exploration. */
    private static final class RunFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final Throwable failure;

        RunFailed(Throwable failure) {
            super(failure);
            this.failure = failure;
        }
    }

    // ---- what came out ----

    private void report(String what, long done, long aborted, String rest) {
        if (aborted == done) {
            throw new TestAbortedException("an assumption failed in " + what);
        }
        progress.done(what + " passed"
                + (aborted > 0 ? ", apart from " + aborted + " in which an assumption failed" : "") + rest);
    }

    /** The failure of one run of many: says which, and keeps what it expected, for those who show the difference. */
    private Throwable failure(String which, Throwable cause) {
        String what = cause instanceof AssertionError ? String.valueOf(cause.getMessage()) : cause.toString();
        String message = which + " failed: " + what
                + SimulationNote.on(cause)
                        .map(note -> System.lineSeparator() + "  " + note)
                        .orElse("");
        AssertionFailedError failure = cause instanceof AssertionFailedError failed && failed.isExpectedDefined()
                ? new AssertionFailedError(message, failed.getExpected(), failed.getActual(), cause)
                : new AssertionFailedError(message, cause);
        failure.setStackTrace(cause.getStackTrace());
        return failure;
    }
}
