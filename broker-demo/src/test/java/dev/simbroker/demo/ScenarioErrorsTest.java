package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad file ends with code 2, one line that names the place, the rule and the value, and nothing else. */
class ScenarioErrorsTest {

    @TempDir
    private Path folder;

    private static Arguments bad(String yaml, String message) {
        return Arguments.of(yaml, message);
    }

    private static Arguments badPublisher(String publisher, String message) {
        return bad("{until: 1, publishers: [" + publisher + "], subscribers: []}", message);
    }

    private static Arguments badSubscriber(String subscriber, String message) {
        return bad("{until: 1, publishers: [], subscribers: [" + subscriber + "]}", message);
    }

    private static Arguments badMember(String settings, String message) {
        return badSubscriber("{name: A, topics: [t], processing: 1, " + settings + "}", message);
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                // no scenario at all
                bad("", "a scenario must be a mapping with the keys until, publishers, subscribers, print: (nothing)"),
                bad(
                        "hello",
                        "a scenario must be a mapping with the keys until, publishers, subscribers, print: \"hello\""),
                bad(
                        "[1, 2]",
                        "a scenario must be a mapping with the keys until, publishers, subscribers, print: [1,2]"),
                // broken YAML
                bad("until: [1,\npublishers: 3", "line 2, column 14: expected ',' or ']', but got <stream end>"),
                bad("a: b: c", "line 1, column 5: mapping values are not allowed here"),
                bad("until: 1\nuntil: 2", "line 2, column 1: the key must not be there twice: until"),
                bad(
                        "\"\\e[2Ja\\x9b\": 1\n\"\\e[2Ja\\x9b\": 2",
                        "line 2, column 1: the key must not be there twice: ?[2Ja?"),
                bad("? [a]\n: 1", "line 1, column 3: a key must be text"),
                bad("until: 1\n---\nuntil: 2", "line 2, column 1: there must be one document in the file, not several"),
                bad(
                        "until: 20\npublishers: []\nsubscribers: []\n\0",
                        "line 4, column 1: must not contain the character U+0000 as it is"),
                bad("until: 1e99999999999", "line 1, column 21: there is a value that cannot be read"),
                bad(
                        "{until: 1, publishers: [{name: A, topic: &t orders, interval: 1}], subscribers: [*t]}",
                        "line 1, column 82: aliases are not supported; write the value out"),
                // keys
                bad("until: 1", "publishers is missing"),
                bad("{until: 1, publishers: []}", "subscribers is missing"),
                bad("{publishers: [], subscribers: []}", "until is missing"),
                bad("{until: , publishers: [], subscribers: []}", "until is missing"),
                bad("{untill: 1}", "untill is not known here, only until, publishers, subscribers, print are"),
                badPublisher("{name: A, topic: t}", "publishers[0].interval is missing"),
                badPublisher(
                        "{name: A, topic: t, interval: 1, rate: 2}",
                        "publishers[0].rate is not known here, only name, topic, interval, startAt, count, burst, key,"
                                + " delay, ttl are"),
                badSubscriber("{name: A, topics: [t]}", "subscribers[0].processing is missing"),
                // types
                bad("{until: soon, publishers: [], subscribers: []}", "until must be a number: \"soon\""),
                bad("{until: '5', publishers: [], subscribers: []}", "until must be a number: \"5\""),
                bad("{until: .nan, publishers: [], subscribers: []}", "until must be a number: \"NaN\""),
                bad("{until: 1, publishers: {}, subscribers: []}", "publishers must be a list: {}"),
                badPublisher(
                        "A",
                        "publishers[0] must be a mapping with the keys name, topic, interval, startAt, count, burst,"
                                + " key, delay, ttl: \"A\""),
                badPublisher("{name: 7, topic: t, interval: 1}", "publishers[0].name must be text: 7"),
                badPublisher("{name: A, topic: [t], interval: 1}", "publishers[0].topic must be text: [\"t\"]"),
                badSubscriber("{name: A, topics: t, processing: 1}", "subscribers[0].topics must be a list: \"t\""),
                badSubscriber("{name: A, topics: [1], processing: 1}", "subscribers[0].topics[0] must be text: 1"),
                // values
                badPublisher("{name: A, topic: t, interval: -1}", "publishers[0].interval must be greater than 0: -1"),
                badPublisher(
                        "{name: A, topic: t, interval: 0.0}", "publishers[0].interval must be greater than 0: 0.0"),
                badSubscriber(
                        "{name: A, topics: [t], processing: -0.5}",
                        "subscribers[0].processing must not be negative: -0.5"),
                badSubscriber("{name: A, topics: [], processing: 1}", "subscribers[0].topics must not be empty: []"),
                badSubscriber(
                        "{name: A, topics: [t, t], processing: 1}",
                        "subscribers[0].topics[1] must not be there twice: t"),
                badPublisher("{name: ' ', topic: t, interval: 1}", "publishers[0].name must not be blank: \" \""),
                badPublisher(
                        "{name: \"A\\nB\", topic: t, interval: 1}",
                        "publishers[0].name must not contain control or invisible characters: \"A\\nB\""),
                badPublisher(
                        "{name: \"A\\u202eB\", topic: t, interval: 1}",
                        "publishers[0].name must not contain control or invisible characters: \"A?B\""),
                badPublisher(
                        "{name: A, topic: \"\\u200b\", interval: 1}",
                        "publishers[0].topic must not contain control or invisible characters: \"?\""),
                badPublisher(
                        "{name: " + "A".repeat(101) + ", topic: t, interval: 1}",
                        "publishers[0].name must be at most 100 characters long: \"" + "A".repeat(58) + "…"),
                bad("\"\\x9b31mP\": 1", "?31mP is not known here, only until, publishers, subscribers, print are"),
                badPublisher(
                        "{name: A, topic: 't.#', interval: 1}", "publishers[0].topic must not contain * or #: \"t.#\""),
                badPublisher(
                        "{name: A, topic: t, interval: 1}, {name: A, topic: t, interval: 1}",
                        "publishers[1].name must be used only once: A"),
                badSubscriber(
                        "{name: A, topics: [t], processing: 1}, {name: A, topics: [t], processing: 1}",
                        "subscribers[1].name must be used only once: A"),
                // delivery
                badMember(
                        "guarantee: sometimes",
                        "subscribers[0].guarantee must be one of at-most-once, at-least-once, exactly-once:"
                                + " \"sometimes\""),
                badMember(
                        "ackTimeout: 5",
                        "subscribers[0].ackTimeout must not be there without a guarantee of at-least-once or"
                                + " exactly-once"),
                badMember(
                        "failEvery: 2",
                        "subscribers[0].failEvery must not be there without a guarantee of at-least-once or"
                                + " exactly-once"),
                badMember(
                        "guarantee: at-least-once, ackTimeout: 0",
                        "subscribers[0].ackTimeout must be greater than 0: 0"),
                badMember(
                        "guarantee: at-least-once, deliveryLimit: 0",
                        "subscribers[0].deliveryLimit must be a whole number from 1 to 2147483647: 0"),
                badMember(
                        "guarantee: at-least-once, deliveryLimit: 1.5",
                        "subscribers[0].deliveryLimit must be a whole number from 1 to 2147483647: 1.5"),
                badMember("guarantee: at-least-once, backoff: []", "subscribers[0].backoff must not be empty: []"),
                badMember(
                        "guarantee: at-least-once, backoff: [1, soon]",
                        "subscribers[0].backoff[1] must be a number: \"soon\""),
                badMember(
                        "guarantee: at-least-once, backoff: {initial: 4, cap: 2}",
                        "subscribers[0].backoff.cap must be at least initial"),
                badMember(
                        "guarantee: at-least-once, backoff: {initial: 1, cap: 2, jitter: 3}",
                        "subscribers[0].backoff.jitter must be from 0 to 1: 3"),
                badMember("overflow: reject", "subscribers[0].overflow must not be there without a capacity"),
                badMember("capacity: 0", "subscribers[0].capacity must be a whole number from 1 to 2147483647: 0"),
                badMember(
                        "capacity: 5, overflow: dead-letter",
                        "subscribers[0].deadLetter is missing, which overflow dead-letter needs"),
                badMember("deadLetter: t", "subscribers[0].deadLetter must not be one of its topics: t"),
                badMember("members: 1001", "subscribers[0].members must be a whole number from 1 to 1000: 1001"),
                badPublisher(
                        "{name: A, topic: t, interval: 1, burst: 2147483647}",
                        "publishers[0].burst must be a whole number from 1 to 10000: 2147483647"),
                badSubscriber(
                        "{name: W-2, topics: [t], processing: 0.1, group: w}, "
                                + "{name: W, topics: [t], processing: 0.1, group: w, members: 2}",
                        "subscribers[1] must not have a member W-2, which is the name of a member of subscribers[0]"),
                badMember("restartAt: 3", "subscribers[0].restartAt must be later than crashAt"),
                badMember("crashAt: 3, restartAt: 3", "subscribers[0].restartAt must be later than crashAt"),
                badSubscriber(
                        "{name: A, topics: [t], processing: 1, group: g}, "
                                + "{name: B, topics: [t], processing: 1, group: g, capacity: 5}",
                        "subscribers[1] must have the topics and the settings of A, with which it shares the group g"),
                badPublisher(
                        "{name: A, topic: t, interval: 1, count: many}",
                        "publishers[0].count must be a whole number from 1 to 2147483647: \"many\""),
                badPublisher("{name: A, topic: t, interval: 1, ttl: 0}", "publishers[0].ttl must be greater than 0: 0"),
                badPublisher("{name: A, topic: t, interval: 1, key: [a, 1]}", "publishers[0].key[1] must be text: 1"),
                bad(
                        "{until: 1, publishers: [{name: A, topic: d, interval: 1}],"
                                + " subscribers: [{name: B, topics: [t], processing: 1, deadLetter: d}]}",
                        "publishers[0].topic must not be a dead-letter topic: d"),
                badPublisher(
                        "{name: A, topic: t, interval: 1, startAt: -1}",
                        "publishers[0].startAt must not be negative: -1"),
                // what is printed
                bad("{until: 1, publishers: [], subscribers: [], print: all}", "print must be a list: \"all\""),
                bad("{until: 1, publishers: [], subscribers: [], print: []}", "print must not be empty: []"),
                bad(
                        "{until: 1, publishers: [], subscribers: [], print: [events, all]}",
                        "print[1] must be one of events, statistics, summary, meters, speed: \"all\""),
                bad(
                        "{until: 1, publishers: [], subscribers: [], print: [events, events]}",
                        "print[1] must not be there twice: events"),
                // absurd numbers
                bad("{until: 1e400, publishers: [], subscribers: []}", "until must be at most 1000000000: 1E+400"),
                bad(
                        "{until: 1e1000000000, publishers: [], subscribers: []}",
                        "until must be at most 1000000000: 1E+1000000000"),
                bad("{until: .inf, publishers: [], subscribers: []}", "until must be a number: \"Infinity\""),
                bad("{until: -3, publishers: [], subscribers: []}", "until must not be negative: -3"),
                badPublisher(
                        "{name: A, topic: t, interval: 1e-12}",
                        "publishers[0].interval must have at most 9 decimals: 1E-12"),
                badPublisher(
                        "{name: A, topic: t, interval: 1e99}",
                        "publishers[0].interval must be at most 1000000000: 1E+99"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void badFile_isRefused_inOneLine(String yaml, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), yaml);

        assertThat(CommandLineRun.of("run", file))
                .isEqualTo(new CommandLineRun(2, "", file + ": " + message + System.lineSeparator()));
    }

    @Test
    void unreadableFiles_areRefused() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28, 0});
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat((2 << 20) + 1));

        assertThat(CommandLineRun.of("run", missing).err())
                .isEqualToIgnoringNewLines(missing + ": there is no such file");
        assertThat(CommandLineRun.of("run", folder).err())
                .isEqualToIgnoringNewLines(folder + ": is a directory, not a scenario file");
        assertThat(CommandLineRun.of("run", binary).err()).isEqualToIgnoringNewLines(binary + ": must be UTF-8 text");
        assertThat(CommandLineRun.of("run", large).err())
                .isEqualToIgnoringNewLines(large + ": must be at most 2097152 bytes long");
        assertThat(CommandLineRun.of("run", missing).code()).isEqualTo(2);
    }
}
