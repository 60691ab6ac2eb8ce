package dev.simbroker.capture.agent;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the JDK with the table: each line must find what it is about. */
final class JdkCheck {

    private final List<Rule> rules;

    JdkCheck(List<Rule> rules) {
        this.rules = rules;
    }

    /** What is different, for a person to read; null if nothing is. */
    @Nullable String firstDifference() {
        for (Rule rule : rules) {
            String difference = rule.place() instanceof Rule.Method method ? difference(rule, method) : null;
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private static @Nullable String difference(Rule rule, Rule.Method method) {
        try {
            byte[] code = Agent.codeOf(Object.class, method.owner().replace('/', '.'));
            return Rewriter.rewrite(method.owner(), code, List.of(rule))
                            .applied()
                            .isEmpty()
                    ? different(method, "is not there")
                    : null;
        } catch (IOException | RuntimeException e) {
            return different(method, "cannot be read: " + e);
        }
    }

    private static String different(Rule.Method method, String how) {
        return "this JDK, " + Runtime.version() + ", is not as those known: " + method + " " + how;
    }
}
