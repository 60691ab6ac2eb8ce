package dev.simbroker.junit;

import dev.simbroker.time.Coverage;
import dev.simbroker.time.EventTrace;
import dev.simbroker.time.Exploration;
import dev.simbroker.time.NondeterminismException;
import dev.simbroker.time.Schedule;
import dev.simbroker.time.SimulationException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The runs of a repeated test: under many seeds, in every order, or twice each. */
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
            Settings one = settings.withSeeds(1, settings.seed() + result.failedAt());
            Throwable failure = result.failure().get();
            String which = settings.seeds() == 1 ? settings.describe() + " failed" : failedOne("seed " + one.seed());
            throw failure(which, failure, difference(one, failure));
        }
        int seeds = settings.seeds();
        String all = "all " + seeds + (seeds == 1 ? " seed" : " seeds");
        requireOne(all, seeds, result.aborted());
        progress.done(all + " passed" + apart(result.aborted()));
    }

    /** Runs a failed seed once more, alone; answers a description of the difference if it behaves differently. */
    private Optional<String> difference(Settings one, Throwable failure) throws InterruptedException {
        if (!Reproducibility.isWorthwhile(failure)) {
            return Optional.empty();
        }
        var again = new Sweep(1, 1, index -> runOnce(one)).run(done -> progress.tick(settings.seeds()));
        return Reproducibility.of(failure, again, one.audit());
    }

    private void runOnce(Settings one) throws Throwable {
        if (settings.audit()) {
            runTwice(one);
        } else {
            run(TestRun.of(one));
        }
    }

    /** A difference between the two runs takes precedence over a failure: it may be the cause. */
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
        } catch (RunFailedException e) {
            throw failure(failedOne("interleaving " + counts.done), e.failure, Optional.empty());
        }
        requireOne(coverage.toString(), counts.done, counts.aborted);
        requireEnough(coverage);
        report(coverage, apart(counts.aborted));
    }

    private void requireEnough(Coverage coverage) {
        if (!coverage.complete() && !settings.search().partial()) {
            throw new AssertionFailedError("only " + coverage + " were tried (" + settings.describe()
                    + "), and passed: no proof, since there are more; bound preemptions (preemptions = 1, 2),"
                    + " make the test smaller or raise interleavings; or say partial = true if a part is"
                    + " enough");
        }
    }

    /** Reports how far the proof reaches, as a warning if it reaches less far than one might expect. */
    private void report(Coverage coverage, String apart) {
        if (!coverage.complete()) {
            progress.incomplete("only " + coverage + " were tried, not all; those passed" + apart);
        } else if (coverage.interleavings() == 1) {
            progress.incomplete(
                    "nothing in this test is shared through the simulation, so that there is only one order;"
                            + " points of decision are operations on its mailboxes, brokers, locks and timers alone,"
                            + " and simulation.sleep(Duration.ZERO) makes one where others may come between;"
                            + " all 1 interleaving passed" + apart);
        } else {
            progress.done(coverage + " passed" + apart);
        }
    }

    /** Runs the test once; answers whether it ended without a failed assumption. */
    private boolean passes(Schedule schedule) {
        try {
            run(TestRun.of(settings, schedule));
            return true;
        } catch (TestAbortedException e) {
            return false;
        } catch (Throwable e) {
            throw new RunFailedException(e);
        }
    }

    private static final class Counts {
        long done;
        long aborted;
    }

    /** Carries a failure of any kind through an exploration. */
    private static final class RunFailedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final Throwable failure;

        RunFailedException(Throwable failure) {
            super(failure);
            this.failure = failure;
        }
    }

    // ---- outcomes ----

    private static void requireOne(String all, long done, long aborted) {
        if (aborted == done) {
            throw new TestAbortedException("an assumption failed in " + all);
        }
    }

    private static String apart(long aborted) {
        return aborted > 0 ? ", apart from " + aborted + " in which an assumption failed" : "";
    }

    private String failedOne(String which) {
        return which + " failed (" + settings.describe() + ")";
    }

    /**
     * The failure of one run among many: names the run, and keeps expected and actual values for tools that show a
     * diff.
     */
    private Throwable failure(String which, Throwable cause, Optional<String> difference) {
        String message = which + ": " + what(cause)
                + Stream.concat(
                                Stream.of(SimulationNote.on(cause), difference).flatMap(Optional::stream),
                                test.hints().stream())
                        .map(line -> System.lineSeparator() + "  " + line)
                        .collect(Collectors.joining());
        AssertionFailedError failure = cause instanceof AssertionFailedError failed && failed.isExpectedDefined()
                ? new AssertionFailedError(message, failed.getExpected(), failed.getActual(), cause)
                : new AssertionFailedError(message, cause);
        failure.setStackTrace(cause.getStackTrace());
        return failure;
    }

    /** The failure's message, without the replay at the end of a simulation's own failure, since the note has it. */
    private static String what(Throwable cause) {
        return switch (cause) {
            case AssertionError error -> String.valueOf(error.getMessage());
            case SimulationException e ->
                e.toString()
                        .replace("replay with Simulation.builder().replay(\"" + e.replay() + "\")", "")
                        .stripTrailing();
            default -> cause.toString();
        };
    }
}
