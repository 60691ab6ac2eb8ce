package dev.simbroker.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.Seeds;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link BitSet} is the model. The sizes stand on both sides of where a level of words becomes full. */
class ReadySetTest {

    private static final int STEPS = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 4096, 4097, 300_000})
    void randomProgram_agreesWithABitSet(int size) {
        Seeds.forEach(3, seed -> {
            // given
            var random = new Random(seed);
            var set = new ReadySet(size);
            var model = new BitSet(size);
            // seed 0 keeps it nearly empty, 1 half full, 2 nearly full
            int addsInTen = 1 + 4 * (int) seed;

            for (int step = 0; step < STEPS; step++) {
                // when
                int member = random.nextInt(size);
                if (random.nextInt(10) < addsInTen) {
                    set.add(member);
                    model.set(member);
                } else {
                    set.remove(member);
                    model.clear(member);
                }
                // then
                int from = random.nextInt(size + 1);
                assertThat(set.next(from)).as("next(%s)", from).isEqualTo(model.nextSetBit(from));
                if (step % 100 == 0) {
                    agreesInWhole(set, model, random);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 4096, 4097, 300_000})
    void fullSet_isWalkedInOrder_andEmptiedAgain(int size) {
        var set = new ReadySet(size);
        for (int member = 0; member < size; member++) {
            set.add(member);
        }

        assertThat(set.count()).isEqualTo(size);
        for (int member = 0; member < size; member++) {
            assertThat(set.next(0)).isEqualTo(member);
            set.remove(member);
        }

        assertThat(set.count()).isZero();
        assertThat(set.next(0)).isEqualTo(-1);
    }

    @Test
    void addingOrRemovingTwice_countsOnce() {
        var set = new ReadySet(100);

        set.add(70);
        set.add(70);
        assertThat(set.count()).isEqualTo(1);

        set.remove(70);
        set.remove(70);
        assertThat(set.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 4095, 4096, 4097, 299_999})
    void lonelyMember_isFoundFromFarBelow_andNotFromAbove(int member) {
        var set = new ReadySet(300_000);

        set.add(member);

        assertThat(set.next(0)).isEqualTo(member);
        assertThat(set.next(member)).isEqualTo(member);
        assertThat(set.next(member + 1)).isEqualTo(-1);
        assertThat(set.get(0)).isEqualTo(member);
    }

    private static void agreesInWhole(ReadySet set, BitSet model, Random random) {
        assertThat(set.count()).isEqualTo(model.cardinality());
        if (!model.isEmpty()) {
            int position = random.nextInt(model.cardinality());
            int expected = model.stream().skip(position).findFirst().orElseThrow();
            assertThat(set.get(position)).as("get(%s)", position).isEqualTo(expected);
        }
    }
}
