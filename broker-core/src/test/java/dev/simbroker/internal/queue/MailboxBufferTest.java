package dev.simbroker.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The elements of a mailbox in a fifo and out of it, by one thread; several threads at once are left to the stress
 * tests.
 */
class MailboxBufferTest {

    private static final int PROGRAMS = 2_000;
    private static final int STEPS = 300;

    private enum Kind {
        OUTSIDE,
        SHUT_OUT,
        INSIDE,
        FULL,
        OUT_OF_THE_MIDDLE,
        PUT_BACK,
        LOOKED_AT
    }

    private record Numbered(long number, Integer element) {}

    private final Map<Kind, Integer> seen = new EnumMap<>(Kind.class);

    @Test
    void elements_comeOutInOrder_andKeepTheirNumbers_whereverTheyLie() {
        Seeds.forEach(PROGRAMS, seed -> {
            var program = new Program(seed);
            for (int step = 0; step < STEPS; step++) {
                program.step();
            }
        });

        assertThat(seen).containsOnlyKeys(Kind.values());
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isGreaterThan(PROGRAMS));
    }

    /** The elements, and what they must be. */
    private final class Program {

        private final Random random;
        private final MailboxBuffer<Integer> elements = new MailboxBuffer<>(true);
        private final ArrayDeque<Numbered> model = new ArrayDeque<>();
        private final int capacity;
        /** More is added than taken, or the other way round. */
        private int balance;

        private long added;

        Program(long seed) {
            random = new Random(seed);
            capacity = 1 + random.nextInt(200);
        }

        void step() {
            if (random.nextInt(50) == 0) {
                balance = random.nextInt(5) - 2;
            }
            int deed = random.nextInt(100);
            if (deed < 45 + 10 * balance) {
                add();
            } else if (deed < 85) {
                takeOutside();
            } else if (deed < 94) {
                takeInside();
            } else if (deed < 95) {
                look();
            } else if (deed < 96) {
                takeOutOfTheMiddle();
            } else if (deed < 97) {
                takeAndPutBack();
            } else if (deed < 99) {
                elements.open();
            } else {
                elements.shut();
                assertThat(elements.pollOutside()).isNull();
            }
            assertThat(elements.size()).isEqualTo(model.size());
            assertThat(elements.peek()).isEqualTo(element(model.peek()));
        }

        private void add() {
            boolean full = elements.isFull(capacity);
            assertThat(full).isEqualTo(model.size() >= capacity);
            if (full) {
                assertThat(elements.pollOutside()).isNull();
                count(Kind.FULL);
            } else {
                var element = (int) added;
                elements.add(element);
                model.add(new Numbered(added++, element));
            }
        }

        /** What was taken out of the middle, or put back, or is waited for, keeps others inside. */
        private void takeOutside() {
            Integer taken = elements.pollOutside();
            if (taken == null && !model.isEmpty()) {
                count(Kind.SHUT_OUT);
                takeInside();
                return;
            }
            assertThat(taken).isEqualTo(element(model.poll()));
            if (taken != null) {
                count(Kind.OUTSIDE);
            }
        }

        private void takeInside() {
            assertThat(elements.poll()).isEqualTo(element(model.poll()));
            count(Kind.INSIDE);
        }

        private void look() {
            assertThat(elements.toArray())
                    .containsExactly(model.stream().map(Numbered::element).toArray());
            assertThat(elements.numbers())
                    .containsExactly(model.stream().mapToLong(Numbered::number).toArray());
            if (!model.isEmpty()) {
                assertThat(elements.firstNumber()).isEqualTo(model.element().number());
            }
            assertThat(elements.find(added)).isNegative();
            assertThat(elements.find(-1)).isNegative();
            assertThat(elements.indexOf(-1)).isNegative();
            assertThat(elements.pollOutside()).isNull();
            count(Kind.LOOKED_AT);
        }

        private void takeOutOfTheMiddle() {
            if (model.isEmpty()) {
                return;
            }
            List<Numbered> all = new ArrayList<>(model);
            Numbered one = all.get(random.nextInt(all.size()));
            int index = elements.find(one.number());
            assertThat(elements.indexOf(one.element())).isEqualTo(index).isEqualTo(all.indexOf(one));
            elements.removeAt(index);
            model.remove(one);
            assertThat(elements.pollOutside()).isNull();
            count(Kind.OUT_OF_THE_MIDDLE);
        }

        private void takeAndPutBack() {
            if (model.isEmpty()) {
                return;
            }
            Numbered first = model.remove();
            assertThat(elements.firstNumber()).isEqualTo(first.number());
            assertThat(elements.poll()).isEqualTo(first.element());
            if (random.nextBoolean()) {
                takeInside();
            }
            elements.putBack(first.element(), first.number());
            model.addFirst(first);
            count(Kind.PUT_BACK);
        }
    }

    private void count(Kind kind) {
        seen.merge(kind, 1, Integer::sum);
    }

    private static @Nullable Integer element(@Nullable Numbered numbered) {
        return numbered == null ? null : numbered.element();
    }
}
