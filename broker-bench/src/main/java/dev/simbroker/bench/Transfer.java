package dev.simbroker.bench;

import com.softwaremill.jox.Channel;
import dev.simbroker.bench.VirtualThreads.Body;
import dev.simbroker.queue.Mailbox;
import dev.simbroker.time.LiveScheduler;
import dev.simbroker.time.Scheduler;
import dev.simbroker.time.Simulation;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A queue between two processes, with the system that runs them. */
interface Transfer extends AutoCloseable {

    void put(Integer element) throws InterruptedException;

    Integer take() throws InterruptedException;

    /** Runs both processes to their end. */
    default void run(Body putting, Body taking) throws InterruptedException {
        Thread taker = VirtualThreads.start(taking);
        Thread putter = VirtualThreads.start(putting);
        putter.join();
        taker.join();
    }

    @Override
    default void close() {}

    /**
     * The system of that name.
     *
     * @param capacity the capacity of the queue; 0 for no limit
     */
    static Transfer of(String system, int capacity) {
        return switch (system) {
            case "simulated" -> new Simulated(capacity);
            case "live" -> new Live(capacity);
            case "linkedBlockingQueue" ->
                new Queue(capacity == 0 ? new LinkedBlockingQueue<>() : new LinkedBlockingQueue<>(capacity));
            case "arrayBlockingQueue" -> new Queue(new ArrayBlockingQueue<>(capacity));
            case "jox" -> new Jox(capacity == 0 ? Channel.newUnlimitedChannel() : Channel.newBufferedChannel(capacity));
            default -> throw new IllegalArgumentException("there is no system '" + system + "' to transfer with");
        };
    }

    private static Mailbox<Integer> mailbox(Scheduler scheduler, int capacity) {
        return capacity == 0
                ? Mailbox.unbounded(scheduler, "numbers")
                : Mailbox.bounded(scheduler, "numbers", capacity);
    }

    /** A queue of the JDK. */
    record Queue(BlockingQueue<Integer> queue) implements Transfer {

        @Override
        public void put(Integer element) throws InterruptedException {
            queue.put(element);
        }

        @Override
        public Integer take() throws InterruptedException {
            return queue.take();
        }
    }

    /** A jox channel. */
    record Jox(Channel<Integer> channel) implements Transfer {

        @Override
        public void put(Integer element) throws InterruptedException {
            channel.send(element);
        }

        @Override
        public Integer take() throws InterruptedException {
            return channel.receive();
        }
    }

    /** A mailbox on any clock. */
    interface OfMailbox extends Transfer {

        Mailbox<Integer> mailbox();

        @Override
        default void put(Integer element) throws InterruptedException {
            mailbox().put(element);
        }

        @Override
        default Integer take() throws InterruptedException {
            return mailbox().take();
        }
    }

    /** A mailbox on the live clock. */
    record Live(LiveScheduler scheduler, Mailbox<Integer> mailbox) implements OfMailbox {

        private Live(LiveScheduler scheduler, int capacity) {
            this(scheduler, Transfer.mailbox(scheduler, capacity));
        }

        Live(int capacity) {
            this(Scheduler.live(), capacity);
        }

        @Override
        public void close() {
            scheduler.close();
        }
    }

    /** A mailbox in simulated time. */
    record Simulated(Simulation simulation, Mailbox<Integer> mailbox) implements OfMailbox {

        private Simulated(Simulation simulation, int capacity) {
            this(simulation, Transfer.mailbox(simulation, capacity));
        }

        Simulated(int capacity) {
            this(Simulation.create(), capacity);
        }

        @Override
        public void run(Body putting, Body taking) {
            simulation.spawn("taker", taking::run);
            simulation.spawn("putter", putting::run);
            simulation.run();
        }

        @Override
        public void close() {
            simulation.close();
        }
    }
}
