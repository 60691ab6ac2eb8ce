package dev.simbroker.junit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** What went wrong in the course of one test: the first is the failure, the others are suppressed; a failure outranks an abort. */
final class Failures {

    /** Something that may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws Throwable;
    }

    private @Nullable Throwable first;

    /** Runs {@code action}; answers whether it went well. */
    boolean attempt(Action action) {
        try {
            action.run();
            return true;
        } catch (Throwable e) {
            add(e);
            return false;
        }
    }

    private void add(Throwable failure) {
        Throwable before = first;
        if (before == null) {
            first = failure;
        } else if (before instanceof TestAbortedException && !(failure instanceof TestAbortedException)) {
            failure.addSuppressed(before);
            first = failure;
        } else if (!before.equals(failure)) {
            before.addSuppressed(failure);
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    Optional<Throwable> first() {
        return Optional.ofNullable(first);
    }

    /** Throws what went wrong first, if anything did: also what is neither an exception nor an error. */
    void throwFirst() throws Exception {
        if (first != null) {
            throwAs(first);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler alone knows checked from unchecked
    private static <X extends Throwable> void throwAs(Throwable failure) throws X {
        throw (X) failure;
    }
}
