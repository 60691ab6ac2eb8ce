package dev.simbroker.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.queue.QueueLedger.Item;
import dev.simbroker.testing.Seeds;
import dev.simbroker.time.SimProcess;
import dev.simbroker.time.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random programs of three mailboxes, two selects and a taker that share them, producers, and a process that
 * interrupts: whatever happens, nothing is lost, nothing comes twice, nothing overtakes, and no process sleeps while
 * there is something for it.
 */
class SelectProgramTest {

    private static final int PROGRAMS = 2_000;
    private static final int ITEMS = 12;
    private static final int INTERRUPTS = 15;
    private static final int IMPATIENT_TURNS = 8;

    /** How often each came up: without them the programs would prove nothing. */
    private int selected;

    private int timedOut;
    private int interrupted;

    @Test
    void randomPrograms_loseNothing_andLeaveNothingBehind() {
        Seeds.forEach(PROGRAMS, seed -> run(seed, false));

        assertThat(List.of(selected, timedOut, interrupted)).allMatch(count -> count > PROGRAMS);
    }

    @Test
    void randomPrograms_whoseMailboxesAreClosed_endEveryConsumer() {
        Seeds.forEach(PROGRAMS, seed -> run(seed, true));
    }

    private void run(long seed, boolean closing) {
        try (var simulation = Simulation.builder().seed(seed).build()) {
            var program = new Program(simulation, seed);
            simulation.run();
            if (closing) {
                program.mailboxes.forEach(Mailbox::close);
                simulation.run();
                assertThat(program.consumers).allMatch(consumer -> consumer.state() == SimProcess.State.TERMINATED);
            }
            program.ledger.balance(List.of());
            selected += program.selected;
            timedOut += program.timedOut;
            interrupted += program.interrupted;
        }
    }

    /** A consumer's turn: one attempt to take something, which waits as long as it takes if it is {@code patient}. */
    @FunctionalInterface
    private interface Turn {
        void take(boolean patient) throws InterruptedException;
    }

    private static final class Program {

        private final Simulation simulation;
        private final Random random;
        private final List<Mailbox<Item>> mailboxes;
        private final List<SimProcess> consumers = new ArrayList<>();
        private final QueueLedger ledger = new QueueLedger();
        private int selected;
        private int timedOut;
        private int interrupted;

        Program(Simulation simulation, long seed) {
            this.simulation = simulation;
            this.random = new Random(seed);
            mailboxes = IntStream.range(0, 3)
                    .mapToObj(index -> Mailbox.<Item>bounded(simulation, "mailbox " + index, 1 + random.nextInt(3)))
                    .toList();
            List<Runnable> roles = List.of(
                    () -> spawnSelect("select 1", 0, 1, 2),
                    () -> spawnSelect("select 2", 2, 1, 0),
                    this::spawnTaker,
                    () -> spawnProducer("a"),
                    () -> spawnProducer("b"),
                    this::spawnInterrupter);
            var order = new ArrayList<>(roles);
            Collections.shuffle(order, random);
            order.forEach(Runnable::run);
        }

        private void spawnProducer(String name) {
            simulation.spawn(name, () -> {
                for (int number = 0; number < ITEMS; number++) {
                    var item = new Item(name, number);
                    mailboxes.get(random.nextInt(3)).put(item);
                    ledger.in(item);
                    pause();
                }
            });
        }

        private void spawnSelect(String name, int... indices) {
            var orders = Select.Order.values();
            var select = Select.of(
                    simulation,
                    orders[random.nextInt(orders.length)],
                    IntStream.of(indices).mapToObj(mailboxes::get).toList());
            spawnConsumer(name, patient -> {
                var choice = switch (patient ? 2 : random.nextInt(3)) {
                    case 0 -> select.trySelect();
                    case 1 -> select.select(Duration.ofSeconds(random.nextInt(3)));
                    default -> Optional.of(select.select());
                };
                choice.ifPresentOrElse(it -> selected(name, it), () -> timedOut++);
            });
        }

        private void selected(String name, Selected<Item> choice) {
            ledger.out(mailboxes.get(choice.index()).name(), name, choice.element());
            selected++;
        }

        private void spawnTaker() {
            Mailbox<Item> mailbox = mailboxes.get(1);
            spawnConsumer("taker", patient -> {
                Item item = patient ? mailbox.take() : mailbox.poll(random.nextInt(3), SECONDS);
                if (item != null) {
                    ledger.out(mailbox.name(), "taker", item);
                }
            });
        }

        /** Consumers become patient after some turns, so that a run comes to rest. */
        private void spawnConsumer(String name, Turn turn) {
            consumers.add(simulation.spawn(name, () -> {
                try {
                    for (int number = 0; ; number++) {
                        takeTurn(turn, number >= IMPATIENT_TURNS);
                    }
                } catch (MailboxClosedException e) {
                    // no more to come
                }
            }));
        }

        private void takeTurn(Turn turn, boolean patient) {
            try {
                turn.take(patient);
                pause();
            } catch (InterruptedException e) {
                interrupted++;
            }
        }

        private void spawnInterrupter() {
            simulation.spawn("interrupter", () -> {
                for (int i = 0; i < INTERRUPTS; i++) {
                    consumers.get(random.nextInt(consumers.size())).interrupt();
                    pause();
                }
            });
        }

        private void pause() throws InterruptedException {
            if (random.nextBoolean()) {
                simulation.sleep(Duration.ofSeconds(random.nextInt(2)));
            }
        }
    }
}
