package dev.simbroker.bench;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.SelectClause;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.queue.Select;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A system with sources and a select over them. */
interface Selector extends AutoCloseable {

    /** Puts into the last source. */
    void put(Integer element) throws InterruptedException;

    Integer select() throws InterruptedException;

    /** Runs code that puts and selects. */
    default Long call(Callable<Long> body) throws Exception {
        return body.call();
    }

    @Override
    default void close() {}

    /** The system of that name with that number of sources. */
    static Selector of(String system, int sources) {
        return switch (system) {
            case "simulated" -> new Simulated(Simulation.create(), sources);
            case "live" -> new Live(Scheduler.live(), sources);
            case "jox" -> new Jox(sources);
            default -> throw new IllegalArgumentException("there is no system '" + system + "' to select with");
        };
    }

    private static List<Mailbox<Integer>> mailboxes(Scheduler scheduler, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Mailbox.<Integer>unbounded(scheduler, "source " + number))
                .toList();
    }

    /** A select that stays registered, on the clock of {@code scheduler}. */
    record Registered(List<Mailbox<Integer>> mailboxes, Select<Integer> select) {

        Registered(Scheduler scheduler, List<Mailbox<Integer>> mailboxes) {
            this(mailboxes, Select.of(scheduler, mailboxes));
        }

        static Registered over(Scheduler scheduler, int sources) {
            return new Registered(scheduler, Selector.mailboxes(scheduler, sources));
        }

        void put(Integer element) throws InterruptedException {
            mailboxes.getLast().put(element);
        }

        Integer take() throws InterruptedException {
            return select.select().element();
        }
    }

    /** Mailboxes and a registered select, on any clock. */
    interface OfMailboxes extends Selector {

        Registered registered();

        @Override
        default void put(Integer element) throws InterruptedException {
            registered().put(element);
        }

        @Override
        default Integer select() throws InterruptedException {
            return registered().take();
        }
    }

    /** In simulated time. */
    record Simulated(Simulation simulation, Registered registered) implements OfMailboxes {

        Simulated(Simulation simulation, int sources) {
            this(simulation, Registered.over(simulation, sources));
        }

        @Override
        public Long call(Callable<Long> body) {
            return simulation.call(body);
        }

        @Override
        public void close() {
            simulation.close();
        }
    }

    /** On the live clock. */
    record Live(LiveScheduler scheduler, Registered registered) implements OfMailboxes {

        Live(LiveScheduler scheduler, int sources) {
            this(scheduler, Registered.over(scheduler, sources));
        }

        @Override
        public void close() {
            scheduler.close();
        }
    }

    /** The select of jox, with clauses that are created once. */
    final class Jox implements Selector {

        private final Channel<Integer> last;
        private final SelectClause<Integer>[] clauses;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Jox(int sources) {
            List<Channel<Integer>> channels = Stream.generate(Channel::<Integer>newUnlimitedChannel)
                    .limit(sources)
                    .toList();
            clauses = channels.stream().map(Channel::receiveClause).toArray(SelectClause[]::new);
            last = channels.getLast();
        }

        @Override
        public void put(Integer element) throws InterruptedException {
            last.send(element);
        }

        @Override
        public Integer select() throws InterruptedException {
            return com.softwaremill.jox.Select.select(clauses);
        }
    }
}
