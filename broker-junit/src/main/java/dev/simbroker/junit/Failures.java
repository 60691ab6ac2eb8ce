package dev.simbroker.junit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The failures of one test: the first one is thrown, later ones are suppressed by it, and a failure outranks an abort.
 */
final class Failures {

    /** An action that may fail with any throwable. */
    @FunctionalInterface
    interface Action {
        void run() throws Throwable;
    }

    private @Nullable Throwable first;

    /** Runs {@code action}; answers whether it succeeded. */
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

    /** Throws the first failure, if there is one, even if it is neither an exception nor an error. */
    void throwFirst() throws Exception {
        if (first != null) {
            throwAs(first);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // checked exceptions exist for the compiler only
    private static <X extends Throwable> void throwAs(Throwable failure) throws X {
        throw (X) failure;
    }
}
