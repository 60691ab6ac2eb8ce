package dev.simbroker.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

    @Test
    void visibleText_staysAsItIs() {
        assertThat(OneLine.of("Müller, 東京, עברית, 🙂 …")).isEqualTo("Müller, 東京, עברית, 🙂 …");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                '\n',
                '\r',
                '\t',
                0x1B,
                0x7F, // control characters of ASCII
                0x85,
                0x9B, // of C1: the second begins a terminal's escape sequence as ESC [ does
                0x2028,
                0x2029, // ends of lines
                0x202A,
                0x202E,
                0x2066,
                0x2069,
                0x200E,
                0x200F,
                0x061C, // what changes the direction of text
                0xA0,
                0xAD,
                0x200B,
                0x200D,
                0x2060,
                0x2800,
                0x3000,
                0x3164,
                0xFEFF,
                0xFE0F,
                0xE0041 // nothing to see
            })
    void whatCannotBeSeen_isAQuestionMark(int character) {
        String text = "a" + Character.toString(character) + "b";

        assertThat(OneLine.isVisible(text)).isFalse();
        assertThat(OneLine.of(text)).isEqualTo("a?b");
    }

    @Test
    void halfACharacter_isAQuestionMark() {
        assertThat(OneLine.of("a\uD83Db")).isEqualTo("a?b");
    }

    @Test
    void longText_isCut_evenWithinACharacter() {
        assertThat(OneLine.of("x".repeat(300))).hasSize(300).doesNotContain("…");
        assertThat(OneLine.of("x".repeat(301))).hasSize(300).endsWith("x…");
        assertThat(OneLine.of("🙂".repeat(200), 10)).isEqualTo("🙂🙂🙂🙂?…");
        assertThat(OneLine.endOf("a/long/path/to/file.yaml", 12)).isEqualTo("…o/file.yaml");
        assertThat(OneLine.endOf("file.yaml", 12)).isEqualTo("file.yaml");
    }
}
