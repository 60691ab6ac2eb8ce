package dev.simbroker.internal.broker;

import dev.simbroker.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Compares the settings of two subscriptions of the same name, in words for an error. */
final class SettingsComparison {

    private record Setting(String name, Function<Subscription, Object> value) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting("guarantee", Subscription::guarantee),
            new Setting("lease", Subscription::lease),
            new Setting("retry.deliveryLimit", it -> it.retry().deliveryLimit()),
            new Setting("retry.backoff", it -> it.retry().backoff()),
            new Setting("retry.deadLetter", it -> it.retry().deadLetter()),
            new Setting("retry.deadLetterExpired", it -> it.retry().deadLetterExpired()),
            new Setting("buffer.capacity", it -> it.buffer().capacity()),
            new Setting("buffer.overflow", it -> it.buffer().overflow()),
            new Setting("buffer.maxInFlight", it -> it.buffer().maxInFlight()),
            new Setting("assignment", Subscription::assignment),
            new Setting("filter", Subscription::filter),
            new Setting("start", Subscription::start),
            new Setting("autoDelete", Subscription::isAutoDelete));

    private static final String IMPLIED =
            ", which handlers, a backoff and a delivery limit imply unless another one is chosen";

    private SettingsComparison() {}

    /** The first difference, {@code "lease is PT30S, not PT1M"} for example; empty if there is none. */
    static Optional<String> firstDifference(Subscription existing, Subscription wanted) {
        if (existing.equals(wanted)) { // as always among members of one description
            return Optional.empty();
        }
        return SETTINGS.stream()
                .filter(setting -> !Objects.equals(setting.value.apply(existing), setting.value.apply(wanted)))
                .findFirst()
                .map(setting ->
                        setting.name + " is " + setting.value.apply(existing) + ", not " + setting.value.apply(wanted)
                                + (setting.name.equals("guarantee")
                                                && wanted.guarantee().leases()
                                        ? IMPLIED
                                        : ""));
    }
}
