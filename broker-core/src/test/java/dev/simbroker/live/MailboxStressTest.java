package dev.simbroker.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.queue.Mailbox;
import dev.simbroker.queue.MailboxClosedException;
import dev.simbroker.queue.Select;
import dev.simbroker.queue.Selected;
import dev.simbroker.time.LiveScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mailboxes and selects between many threads: what went in comes out once, whoever is interrupted, times out or closes.
 */
@Tag("stress")
class MailboxStressTest {

    private static final int MOST = 1_000_000;
    private static final Duration ROUND = Duration.ofMillis(300);

    /** Counts of how often each element was put and taken. */
    private static final class ElementCounts {

        private final AtomicInteger next = new AtomicInteger();
        private final AtomicIntegerArray in = new AtomicIntegerArray(MOST);
        private final AtomicIntegerArray putters = new AtomicIntegerArray(MOST);
        private final AtomicIntegerArray out = new AtomicIntegerArray(MOST);

        int next() {
            return next.getAndIncrement();
        }

        int next(int putter) {
            int element = next();
            putters.set(element, putter);
            return element;
        }

        int putter(int element) {
            return putters.get(element);
        }

        void in(int element) {
            in.incrementAndGet(element);
        }

        void out(int element) {
            out.incrementAndGet(element);
        }

        boolean isFull() {
            return next.get() > MOST - 1_000;
        }

        long balance() {
            int count = next.get();
            for (int element = 0; element < count; element++) {
                assertThat(out.get(element))
                        .as("how often %d of %d came out", element, count)
                        .isEqualTo(in.get(element));
            }
            return count;
        }
    }

    @Test
    void whatWentIn_comesOutOnce_underInterruptsAndTimeOuts() throws InterruptedException {
        long messages = StressRounds.rounds("mailbox", (seed, scheduler) -> {
            var random = new Random(seed);
            int capacity = 1 + random.nextInt(8);
            var mailbox = random.nextBoolean()
                    ? Mailbox.<Integer>bounded(scheduler, "letters", capacity)
                    : Mailbox.<Integer>unbounded(scheduler, "letters");
            return round(scheduler, random, List.of(mailbox));
        });
        assertThat(messages).isPositive();
    }

    @Test
    void whatSelectsDoNotChoose_staysWhereItIs_underInterruptsAndTimeOuts() throws InterruptedException {
        long messages = StressRounds.rounds("select", (seed, scheduler) -> {
            var random = new Random(seed);
            var mailboxes = new ArrayList<Mailbox<Integer>>();
            for (int n = 2 + random.nextInt(5); n > 0; n--) {
                mailboxes.add(Mailbox.bounded(scheduler, "letters " + n, 1 + random.nextInt(4)));
            }
            return round(scheduler, random, mailboxes);
        });
        assertThat(messages).isPositive();
    }

    private static long round(LiveScheduler scheduler, Random random, List<Mailbox<Integer>> mailboxes)
            throws Exception {
        var counts = new ElementCounts();
        var publishing = new AtomicBoolean(true);
        var workers = new StressWorkers(scheduler, random.nextLong());
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
            workers.start("puts " + n, mine -> {
                put(mailboxes.get(mine.nextInt(mailboxes.size())), counts, mine);
                return publishing.get() && !counts.isFull();
            });
        }
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
            workers.start("takes " + n, taker(mailboxes, counts));
        }
        for (int n = mailboxes.size() == 1 ? random.nextInt(2) : 1 + random.nextInt(3); n > 0; n--) {
            workers.start("selects " + n, selector(scheduler, mailboxes, counts));
        }
        workers.disturb(ROUND, random);
        publishing.set(false);
        if (random.nextBoolean()) {
            Thread.sleep(1); // putters may still wait: some rounds close right then
        }
        mailboxes.forEach(Mailbox::close);
        workers.join();
        mailboxes.forEach(mailbox -> mailbox.forEach(counts::out));
        return counts.balance();
    }

    private static void put(Mailbox<Integer> mailbox, ElementCounts counts, Random random) throws InterruptedException {
        int element = counts.next();
        boolean accepted;
        try {
            accepted = switch (random.nextInt(4)) {
                case 0 -> mailbox.offer(element);
                case 1 -> mailbox.offer(element, random.nextInt(300), TimeUnit.MICROSECONDS);
                default -> {
                    mailbox.put(element);
                    yield true;
                }
            };
        } catch (MailboxClosedException e) {
            accepted = false;
        }
        if (accepted) {
            counts.in(element);
        }
    }

    private static StressWorkers.Step taker(List<Mailbox<Integer>> mailboxes, ElementCounts counts) {
        return random -> {
            var mailbox = mailboxes.get(random.nextInt(mailboxes.size()));
            try {
                Integer element = switch (random.nextInt(4)) {
                    case 0 -> mailbox.poll(random.nextInt(300), TimeUnit.MICROSECONDS);
                    case 1 -> mailbox.poll(random.nextInt(3), TimeUnit.MILLISECONDS);
                    case 2 -> {
                        var some = new ArrayList<Integer>();
                        mailbox.drainTo(some, 3);
                        some.forEach(counts::out);
                        yield mailbox.poll();
                    }
                    default -> mailbox.take();
                };
                if (element != null) {
                    counts.out(element);
                }
                return true;
            } catch (MailboxClosedException e) {
                return mailboxes.stream().anyMatch(other -> !other.isClosed() || !other.isEmpty());
            }
        };
    }

    private static StressWorkers.Step selector(
            LiveScheduler scheduler, List<Mailbox<Integer>> mailboxes, ElementCounts counts) {
        var select = Select.<Integer>of(scheduler, Select.Order.FAIR, mailboxes);
        return random -> {
            try {
                if (random.nextBoolean()) {
                    counts.out(select.select().element());
                } else {
                    select.select(Duration.ofNanos(random.nextInt(300_000)))
                            .map(Selected::element)
                            .ifPresent(counts::out);
                }
                return true;
            } catch (MailboxClosedException e) {
                select.close();
                return false;
            }
        };
    }

    /**
     * Elements are taken in order by whoever takes them, while others look at them and remove some: an element is taken
     * without the guard, but not while these are at it.
     */
    @Test
    void orderIsKept_whileElementsAreLookedAtAndRemoved() throws InterruptedException {
        long messages = StressRounds.rounds("order", (seed, scheduler) -> {
            var random = new Random(seed);
            int capacity = switch (random.nextInt(3)) {
                case 0 -> 1 + random.nextInt(8);
                case 1 -> 60 + random.nextInt(100);
                default -> Integer.MAX_VALUE;
            };
            var mailbox = Mailbox.<Integer>bounded(scheduler, "letters", capacity);
            var counts = new ElementCounts();
            var publishing = new AtomicBoolean(true);
            var workers = new StressWorkers(scheduler, random.nextLong());
            int putters = 1 + random.nextInt(3);
            for (int n = 0; n < putters; n++) {
                int putter = n;
                workers.start("puts " + n, mine -> {
                    putSome(mailbox, putter, counts);
                    return publishing.get() && !counts.isFull();
                });
            }
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                var order = new Order(counts);
                workers.start("takes " + n, mine -> takeSome(mailbox, mine, order, counts));
            }
            if (random.nextInt(3) > 0) {
                workers.start("looks", mine -> look(mailbox, capacity, counts, mine));
            }
            workers.disturb(ROUND, random);
            publishing.set(false);
            mailbox.close();
            workers.join();
            return counts.balance();
        });
        assertThat(messages).isPositive();
    }

    /** A sequence of elements in which those of each putter must be in order. */
    private static final class Order {

        private final ElementCounts counts;
        private final Map<Integer, Integer> last = new HashMap<>();

        Order(ElementCounts counts) {
            this.counts = counts;
        }

        void next(int element) {
            Integer before = last.put(counts.putter(element), element);
            if (before != null) {
                assertThat(element).as("after %d", before).isGreaterThan(before);
            }
        }
    }

    private static void putSome(Mailbox<Integer> mailbox, int putter, ElementCounts counts)
            throws InterruptedException {
        for (int n = 0; n < 50; n++) {
            int element = counts.next(putter);
            try {
                mailbox.put(element);
                counts.in(element);
            } catch (MailboxClosedException e) {
                return;
            }
        }
    }

    private static boolean takeSome(Mailbox<Integer> mailbox, Random random, Order order, ElementCounts counts)
            throws InterruptedException {
        try {
            for (int n = random.nextInt(100); n > 0; n--) {
                Integer element = random.nextInt(10) == 0 ? mailbox.poll() : mailbox.take();
                if (element != null) {
                    order.next(element);
                    counts.out(element);
                }
            }
            return true;
        } catch (MailboxClosedException e) {
            return false;
        }
    }

    private static boolean look(Mailbox<Integer> mailbox, int capacity, ElementCounts counts, Random random) {
        for (int n = 0; n < 20; n++) {
            assertThat(mailbox.size()).isBetween(0, capacity);
        }
        var order = new Order(counts);
        var elements = new ArrayList<>(mailbox);
        elements.forEach(order::next);
        assertThat(elements).hasSizeBetween(0, capacity);
        if (!elements.isEmpty() && random.nextInt(4) == 0) {
            Integer element = elements.get(random.nextInt(elements.size()));
            if (mailbox.remove(element)) {
                counts.out(element);
            }
        }
        return !mailbox.isClosed() || !mailbox.isEmpty();
    }

    /** Each waits for the other all the time, so that a single lost wake-up stops both. */
    @Test
    void noWakeUpIsLost_betweenTwoThatWaitForEachOther() throws InterruptedException {
        long messages = StressRounds.rounds("ping-pong", (seed, scheduler) -> {
            var there = Mailbox.<Long>bounded(scheduler, "there", 1);
            var back = Mailbox.<Long>bounded(scheduler, "back", 1);
            var select = Select.<Long>of(scheduler, List.of(back));
            var echo = scheduler.spawn("echo", () -> {
                while (true) {
                    back.put(there.take());
                }
            });
            for (long n = 0; n < 20_000; n++) {
                there.put(n);
                assertThat((n & 1) == 0 ? back.take() : select.select().element())
                        .isEqualTo(n);
            }
            echo.interrupt();
            echo.join();
            return 20_000;
        });
        assertThat(messages).isPositive();
    }

    /** A process that takes elements while the mailbox is cleared gets a prefix of them. */
    @Test
    void clear_isOneStep() throws InterruptedException {
        long interrupted = StressRounds.rounds("clear", (seed, scheduler) -> {
            var random = new Random(seed);
            int count = 3_000;
            int before = 1 + random.nextInt(1_000);
            var mailbox = Mailbox.<Integer>unbounded(scheduler, "letters");
            for (int element = 0; element < count; element++) {
                mailbox.put(element);
            }
            var taken = new ArrayList<Integer>();
            var progress = new AtomicInteger();
            var workers = new StressWorkers(scheduler, seed);
            workers.start("takes", mine -> {
                Integer element = mailbox.poll();
                if (element == null) {
                    return false;
                }
                taken.add(element);
                progress.incrementAndGet();
                return true;
            });
            workers.start("clears", mine -> {
                if (progress.get() < before) {
                    return true;
                }
                mailbox.clear();
                return false;
            });
            workers.join();
            assertThat(taken).isEqualTo(IntStream.range(0, taken.size()).boxed().toList());
            return taken.size() < count ? 1 : 0;
        });
        assertThat(interrupted).isPositive();
    }

    /**
     * Nobody is disturbed, times out or closes, so that a single wake-up that is lost stops those who wait for space,
     * or for elements.
     */
    @Test
    void noWakeUpIsLost_whereThereIsOftenNoSpace() throws InterruptedException {
        long messages = StressRounds.rounds("full", (seed, scheduler) -> {
            var random = new Random(seed);
            var mailbox = Mailbox.<Integer>bounded(scheduler, "letters", 1 + random.nextInt(20));
            int each = 6_000;
            int putters = 1 + random.nextInt(4);
            int takers = 1 + random.nextInt(4);
            var sum = new AtomicLong();
            var workers = new StressWorkers(scheduler, random.nextLong());
            for (int n = 0; n < putters; n++) {
                workers.start("puts " + n, mine -> {
                    for (int element = 1; element <= each * takers; element++) {
                        mailbox.put(element);
                    }
                    return false;
                });
            }
            for (int n = 0; n < takers; n++) {
                workers.start("takes " + n, mine -> {
                    long taken = 0;
                    for (int count = 0; count < each * putters; count++) {
                        taken += mailbox.take();
                    }
                    sum.addAndGet(taken);
                    return false;
                });
            }
            workers.join();
            long last = (long) each * takers;
            assertThat(sum).hasValue(putters * last * (last + 1) / 2);
            assertThat(mailbox).isEmpty();
            return putters * last;
        });
        assertThat(messages).isPositive();
    }

    /**
     * A drain called the target inside the mailbox's guard, so two mailboxes that were drained to each other locked
     * each other out.
     */
    @Test
    void mailboxesThatAreDrainedToEachOther_loseNothing_andGoOn() throws InterruptedException {
        long messages = StressRounds.rounds("drains", (seed, scheduler) -> {
            var one = Mailbox.<Integer>unbounded(scheduler, "one");
            var other = Mailbox.<Integer>bounded(scheduler, "other", 60);
            for (int n = 0; n < 100; n++) {
                one.add(n);
            }
            var drained = new AtomicLong();
            var workers = new StressWorkers(scheduler, seed);
            for (int n = 0; n < 2; n++) {
                workers.start("there", random -> drain(one, other, drained));
                workers.start("back", random -> drain(other, one, drained));
                workers.start("removes", random -> removes(one, other, drained));
            }
            workers.join();

            var left = new ArrayList<>(one);
            left.addAll(other);
            assertThat(left).hasSize(100).doesNotHaveDuplicates();
            return drained.get();
        });
        assertThat(messages).isPositive();
    }

    /** Nothing is ever in both, so nothing is removed; but each is looked at while the other is asked. */
    private static boolean removes(Mailbox<Integer> one, Mailbox<Integer> other, AtomicLong drained) {
        assertThat(one.removeAll(other)).isFalse();
        assertThat(other.removeAll(one)).isFalse();
        return drained.get() < 20_000;
    }

    private static boolean drain(Mailbox<Integer> from, Mailbox<Integer> to, AtomicLong drained) {
        try {
            drained.addAndGet(from.drainTo(to, 7));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("full");
        }
        return drained.get() < 20_000;
    }
}
