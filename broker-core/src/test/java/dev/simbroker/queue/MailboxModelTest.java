package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.queue.QueueLedger.Item;
import dev.simbroker.testing.Seeds;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random programs on a small mailbox, each call of which is held against {@link MailboxModel}, and each run against the
 * laws of the {@link QueueLedger}. Time goes by in whole seconds, few of them, so that much happens at the same
 * instant.
 */
class MailboxModelTest {

    private static final int PROGRAMS = 4_000;
    private static final int STEPS = 25;

    /** What must have come up in the programs, for them to prove anything. */
    private enum Kind {
        TOOK,
        PUT,
        GAVE_UP,
        INTERRUPTED,
        SERVED_AND_INTERRUPTED,
        REMOVED,
        DRAINED,
        TAKER_LEFT_WAITING,
        PUTTER_LEFT_WAITING
    }

    private final Map<Kind, Integer> seen = new EnumMap<>(Kind.class);

    @Test
    void randomPrograms_doWhatTheModelDoes() {
        Seeds.forEach(PROGRAMS, seed -> {
            try (var simulation = Simulation.create()) {
                var program = new Program(simulation, seed);
                simulation.run();
                program.checkLaws();
            }
        });

        assertThat(seen).containsOnlyKeys(Kind.values());
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isGreaterThan(PROGRAMS / 20));
    }

    private final class Program {

        private final Simulation simulation;
        private final int capacity;
        private final Mailbox<Item> mailbox;
        private final MailboxModel model;
        private final QueueLedger ledger = new QueueLedger();
        private final List<Worker> workers = new ArrayList<>();

        Program(Simulation simulation, long seed) {
            var random = new Random(seed);
            this.simulation = simulation;
            capacity = 1 + random.nextInt(3);
            mailbox = Mailbox.bounded(simulation, "items", capacity);
            model = new MailboxModel(capacity);
            int count = 2 + random.nextInt(4);
            for (int index = 0; index < count; index++) {
                workers.add(new Worker(this, "p" + index + "-", random.nextLong()));
            }
            workers.forEach(Worker::start);
        }

        void checkState() {
            assertThat(mailbox.size()).isLessThanOrEqualTo(capacity);
            assertThat(mailbox.remainingCapacity()).isEqualTo(capacity - mailbox.size());
            assertThat(mailbox.toArray()).isEqualTo(model.content().toArray());
        }

        void checkLaws() {
            checkState();
            ledger.balance(mailbox);
            if (model.hasWaitingTakers()) {
                count(Kind.TAKER_LEFT_WAITING);
                assertThat(mailbox).isEmpty();
            }
            if (model.hasWaitingPutters()) {
                count(Kind.PUTTER_LEFT_WAITING);
                assertThat(mailbox).hasSize(capacity);
            }
        }
    }

    private void count(Kind kind) {
        seen.merge(kind, 1, Integer::sum);
    }

    /** A process that does random things to the mailbox. */
    private final class Worker {

        private final Program program;
        private final String name;
        private final Random random;
        private @Nullable SimProcess process;
        private int produced;
        /** Whether it was interrupted and has not yet noticed. */
        private boolean interruptDue;

        Worker(Program program, String name, long seed) {
            this.program = program;
            this.name = name;
            this.random = new Random(seed);
        }

        void start() {
            process = program.simulation.spawn(name, () -> {
                noticeInterrupt(false);
                for (int step = 0; step < STEPS; step++) {
                    boolean thrown = false;
                    try {
                        step();
                    } catch (InterruptedException e) {
                        thrown = true;
                    }
                    noticeInterrupt(thrown);
                    program.checkState();
                }
            });
        }

        private void step() throws InterruptedException {
            switch (random.nextInt(14)) {
                case 0, 1 -> take(false);
                case 2 -> take(true);
                case 3, 4 -> put(false);
                case 5 -> put(true);
                case 6 -> poll();
                case 7 -> offer();
                case 8 -> remove();
                case 9 -> drain();
                case 10, 11 -> interruptSomeone();
                default -> program.simulation.sleep(Duration.ofSeconds(random.nextInt(3)));
            }
        }

        /** No interrupt is swallowed, and none is made up. */
        private void noticeInterrupt(boolean thrown) {
            boolean kept = Thread.interrupted();
            assertThat(thrown || kept).as("%s sees its interrupt", name).isEqualTo(interruptDue);
            interruptDue = false;
            if (thrown) {
                count(Kind.INTERRUPTED);
            }
        }

        private void take(boolean timed) throws InterruptedException {
            MailboxModel.Call call = program.model.take();
            Item item;
            try {
                item = timed ? program.mailbox.poll(random.nextInt(3), SECONDS) : program.mailbox.take();
            } catch (InterruptedException e) {
                program.model.gaveUp(call);
                throw e;
            }
            if (item == null) {
                program.model.gaveUp(call);
                count(Kind.GAVE_UP);
            } else {
                program.model.took(call, item);
                out(item);
                noteIfInterrupted();
            }
        }

        private void put(boolean timed) throws InterruptedException {
            Item item = produce();
            MailboxModel.Call call = program.model.put(item);
            boolean accepted = true;
            try {
                if (timed) {
                    accepted = program.mailbox.offer(item, random.nextInt(3), SECONDS);
                } else {
                    program.mailbox.put(item);
                }
            } catch (InterruptedException e) {
                program.model.gaveUp(call);
                throw e;
            }
            if (accepted) {
                program.model.put(call);
                in(item);
                noteIfInterrupted();
            } else {
                program.model.gaveUp(call);
                count(Kind.GAVE_UP);
            }
        }

        /** A call that may wait clears the status at its start, so the interrupt came while it waited. */
        private void noteIfInterrupted() {
            if (Thread.currentThread().isInterrupted()) {
                count(Kind.SERVED_AND_INTERRUPTED);
            }
        }

        private void poll() {
            Item expected = program.model.poll();
            assertThat(program.mailbox.poll()).isEqualTo(expected);
            if (expected != null) {
                out(expected);
            }
        }

        private void offer() {
            Item item = produce();
            boolean expected = program.model.offer(item);
            assertThat(program.mailbox.offer(item)).isEqualTo(expected);
            if (expected) {
                in(item);
            }
        }

        private void remove() {
            List<Item> content = program.model.content();
            Item item = content.isEmpty() ? produce() : content.get(random.nextInt(content.size()));
            boolean expected = program.model.remove(item);
            assertThat(program.mailbox.remove(item)).isEqualTo(expected);
            if (expected) {
                program.ledger.removed(item);
                count(Kind.REMOVED);
            }
        }

        private void drain() {
            int limit = random.nextInt(3);
            var drained = new ArrayList<Item>();
            assertThat(program.mailbox.drainTo(drained, limit)).isEqualTo(drained.size());
            assertThat(drained).isEqualTo(program.model.drain(limit));
            drained.forEach(this::out);
            if (!drained.isEmpty()) {
                count(Kind.DRAINED);
            }
        }

        private void interruptSomeone() {
            Worker other = program.workers.get(random.nextInt(program.workers.size()));
            if (other.process != null && other.process.state() != SimProcess.State.TERMINATED) {
                other.interruptDue = true;
                other.process.interrupt();
            }
        }

        private Item produce() {
            return new Item(name, produced++);
        }

        private void in(Item item) {
            program.ledger.in(item);
            count(Kind.PUT);
        }

        private void out(Item item) {
            program.ledger.out("items", name, item);
            count(Kind.TOOK);
        }
    }
}
