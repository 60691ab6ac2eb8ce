package dev.simbroker.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdWindowTest {

    private static final long WINDOW = 10;

    private final IdWindow seen = new IdWindow(WINDOW, 3);

    @Test
    void anId_isKnownWithinTheWindow_andForgottenAtItsEnd() {
        seen.add("a", 1, 100);

        assertThat(seen.get("a", 100)).isEqualTo(1);
        assertThat(seen.get("a", 109)).isEqualTo(1);
        assertThat(seen.get("a", 110)).isNull();
        assertThat(seen.contains("a", 110)).isFalse();
    }

    @Test
    void anIdThatWasNeverAdded_isUnknown() {
        assertThat(seen.contains("a", 0)).isFalse();
    }

    @Test
    void addedAgain_theWindowBeginsAnew() {
        seen.add("a", 1, 100);
        seen.add("b", 2, 101);
        seen.add("a", 3, 105);

        assertThat(seen.get("b", 111)).isNull();
        assertThat(seen.get("a", 114)).isEqualTo(3);
        assertThat(seen.get("a", 115)).isNull();
    }

    @Test
    void beyondTheLimit_theOldestIsForgotten() {
        for (int n = 1; n <= 4; n++) {
            seen.add("id" + n, n, 100);
        }

        assertThat(seen.contains("id1", 100)).isFalse();
        assertThat(seen.get("id2", 100)).isEqualTo(2);
        assertThat(seen.get("id4", 100)).isEqualTo(4);
    }

    @Test
    void aWindowAsLongAsTime_forgetsNothing() {
        var everything = new IdWindow(Long.MAX_VALUE, 3);
        everything.add("a", 1, 0);

        assertThat(everything.get("a", Long.MAX_VALUE - 1)).isEqualTo(1);
    }
}
