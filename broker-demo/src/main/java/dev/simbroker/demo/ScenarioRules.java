package dev.simbroker.demo;

import dev.simbroker.demo.Scenario.SubscriberSpec;
import java.util.HashMap;
import java.util.Set;

/** The rules about parts of a scenario that have to fit together. */
final class ScenarioRules {

    /** How many members there may be, each counted once for each of its topics. */
    static final int MOST_PLACES = 10_000;

    private ScenarioRules() {}

    /** @throws ScenarioException if a rule is broken */
    static void check(Scenario scenario) throws ScenarioException {
        checkNumberOfMembers(scenario);
        checkNamesOfMembers(scenario);
        checkDeadLetterTopics(scenario);
        checkGroups(scenario);
    }

    private static void checkNumberOfMembers(Scenario scenario) throws ScenarioException {
        long places = 0;
        for (int i = 0; i < scenario.subscribers().size(); i++) {
            var spec = scenario.subscribers().get(i);
            places += (long) spec.members() * spec.topics().size();
            if (places > MOST_PLACES) {
                throw new ScenarioException(at(i) + " is too much: there must be at most " + MOST_PLACES
                        + " members in sum, each counted once for each of its topics");
            }
        }
    }

    /** Checks that no member has the name of another, as {@code W-2} and the second of {@code W} have. */
    private static void checkNamesOfMembers(Scenario scenario) throws ScenarioException {
        var owners = new HashMap<String, Integer>();
        for (int i = 0; i < scenario.subscribers().size(); i++) {
            for (String member : scenario.subscribers().get(i).memberNames()) {
                Integer owner = owners.putIfAbsent(member, i);
                if (owner != null) {
                    throw new ScenarioException(at(i) + " must not have a member " + Fields.cut(member)
                            + ", which is the name of a member of " + at(owner));
                }
            }
        }
    }

    private static void checkDeadLetterTopics(Scenario scenario) throws ScenarioException {
        Set<String> deadLetterTopics = scenario.deadLetterTopics();
        for (int i = 0; i < scenario.publishers().size(); i++) {
            String topic = scenario.publishers().get(i).topic();
            if (deadLetterTopics.contains(topic)) {
                throw new ScenarioException(
                        "publishers[" + i + "].topic must not be a dead-letter topic: " + Fields.cut(topic));
            }
        }
        for (int i = 0; i < scenario.subscribers().size(); i++) {
            var spec = scenario.subscribers().get(i);
            var own = spec.subscription().retry().deadLetter();
            if (own.isPresent() && spec.topics().contains(own.get().name())) {
                throw new ScenarioException(at(i) + ".deadLetter must not be one of its topics: "
                        + Fields.cut(own.get().name()));
            }
        }
    }

    /** Checks that all subscribers of a group have the same topics and settings. */
    private static void checkGroups(Scenario scenario) throws ScenarioException {
        var first = new HashMap<String, SubscriberSpec>();
        for (int i = 0; i < scenario.subscribers().size(); i++) {
            var spec = scenario.subscribers().get(i);
            var other = first.putIfAbsent(spec.subscription().name(), spec);
            if (other != null
                    && !(other.subscription().equals(spec.subscription())
                            && other.topics().equals(spec.topics()))) {
                throw new ScenarioException(at(i) + " must have the topics and the settings of "
                        + Fields.cut(other.name()) + ", with which it shares the group "
                        + Fields.cut(spec.subscription().name()));
            }
        }
    }

    private static String at(int subscriber) {
        return "subscribers[" + subscriber + "]";
    }
}
