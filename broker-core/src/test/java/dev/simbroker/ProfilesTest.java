package dev.simbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each profile has the values that its documentation lists. */
class ProfilesTest {

    private static Subscription profile(String name) {
        return switch (name) {
            case "sqs" -> Profiles.amazonSqsStandard("queue");
            case "fifo" -> Profiles.amazonSqsFifo("queue");
            case "rabbitmq" -> Profiles.rabbitMqQuorumQueue("queue");
            case "kafka" -> Profiles.kafkaShareGroup("queue");
            case "jetstream" -> Profiles.natsJetStream("queue");
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "sqs,       AT_LEAST_ONCE, PT30S, 2147483647, 120000,     SHARED,      BLOCK,       Latest",
        "fifo,      EXACTLY_ONCE,  PT30S, 2147483647, 120000,     BY_KEY,      BLOCK,       Latest",
        "rabbitmq,  AT_LEAST_ONCE, PT30M, 21,         2147483647, ROUND_ROBIN, DROP_OLDEST, Latest",
        "kafka,     AT_LEAST_ONCE, PT30S, 5,          2000,       SHARED,      BLOCK,       Latest",
        "jetstream, AT_LEAST_ONCE, PT30S, 2147483647, 1000,       SHARED,      BLOCK,       Earliest"
    })
    void profile_hasItsDocumentedValues(
            String name,
            Guarantee guarantee,
            Duration lease,
            int deliveryLimit,
            int maxInFlight,
            Assignment assignment,
            Overflow overflow,
            String start) {
        var profile = profile(name);

        assertThat(profile.name()).isEqualTo("queue");
        assertThat(profile.guarantee()).isEqualTo(guarantee);
        assertThat(profile.lease()).isEqualTo(lease);
        assertThat(profile.retry().deliveryLimit()).isEqualTo(deliveryLimit);
        assertThat(profile.retry().backoff()).isEqualTo(Backoff.none());
        assertThat(profile.retry().deadLetter()).isEmpty();
        assertThat(profile.buffer().maxInFlight()).isEqualTo(maxInFlight);
        assertThat(profile.buffer().capacity()).isEqualTo(Subscription.UNLIMITED);
        assertThat(profile.buffer().overflow()).isEqualTo(overflow);
        assertThat(profile.assignment()).isEqualTo(assignment);
        assertThat(profile.start().getClass().getSimpleName()).isEqualTo(start);
    }
}
