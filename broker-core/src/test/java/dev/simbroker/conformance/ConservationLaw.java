package dev.simbroker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.SubscriptionStatistics;
import java.util.StringJoiner;

/**
 * The conservation law of a subscription in words, without its zeros, such as
 * {@code 5 = 2 settled + 1 dropped + 2 ready}.
 */
final class ConservationLaw {

    private ConservationLaw() {}

    /** Checks the law, and reads it out. */
    static String of(SubscriptionStatistics figures) {
        long sum = figures.settled()
                + figures.deadLettered()
                + figures.dropped()
                + figures.ready()
                + figures.delayed()
                + figures.inFlight();
        assertThat(sum).as("the conservation law of %s", figures).isEqualTo(figures.accepted());
        var terms = new StringJoiner(" + ", figures.accepted() + " = ", "").setEmptyValue("0");
        add(terms, figures.settled(), "settled");
        add(terms, figures.deadLettered(), "dead-lettered");
        add(terms, figures.dropped(), "dropped");
        add(terms, figures.ready(), "ready");
        add(terms, figures.delayed(), "delayed");
        add(terms, figures.inFlight(), "in flight");
        return terms.toString();
    }

    private static void add(StringJoiner terms, long count, String what) {
        if (count != 0) {
            terms.add(count + " " + what);
        }
    }
}
