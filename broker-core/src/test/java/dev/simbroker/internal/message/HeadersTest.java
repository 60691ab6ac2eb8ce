package dev.simbroker.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers are what a map is that remembers its order, and nobody can change them. */
class HeadersTest {

    @Test
    void randomAdditions_giveWhatALinkedMapGives() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var expected = new LinkedHashMap<String, String>();
            Headers headers = Headers.NONE;
            for (int step = 0; step < 12; step++) {
                String name = "name " + random.nextInt(8);
                Headers before = headers;
                var copy = List.copyOf(before.entrySet());
                headers = headers.with(name, "value " + step);
                expected.put(name, "value " + step);

                assertThat(before.entrySet()).as("what it was made from").containsExactlyElementsOf(copy);
                assertThat(headers)
                        .isEqualTo(expected)
                        .hasSameHashCodeAs(expected)
                        .hasToString(expected.toString());
                assertThat(new ArrayList<>(headers.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
                assertThat(headers.get(name)).isEqualTo("value " + step);
                assertThat(headers.get("other")).isNull();
                assertThat(headers.containsKey("other")).isFalse();
            }
        }
    }

    @Test
    void copy_isNotChangedWithItsOriginal_andTheirOwnAreNotCopied() {
        var original = new HashMap<>(Map.of("a", "1"));

        Headers headers = Headers.copyOf(original);
        original.put("b", "2");

        assertThat(headers).containsExactly(Map.entry("a", "1"));
        assertThat(Headers.copyOf(headers)).isSameAs(headers);
        assertThat(Headers.copyOf(Map.of())).isSameAs(Headers.NONE);
    }

    @Test
    void nobodyCanChangeThem() {
        Headers headers = Headers.NONE.with("a", "1");

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> headers.put("b", "2"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(headers::clear);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> headers.entrySet().iterator().next().setValue("2"));
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> Headers.NONE.entrySet().iterator().next());
    }

    @Test
    void nullIsRefused_byName() {
        var nullValue = new HashMap<String, String>();
        nullValue.put("a", null);

        assertThatNullPointerException()
                .isThrownBy(() -> Headers.copyOf(nullValue))
                .withMessageContaining("a header's value");
    }
}
