package dev.simbroker.concurrent;

import dev.simbroker.time.Schedule;
import org.junit.jupiter.api.Nested;

/**
 * Each contract on the JDK's classes, which shows that it is the JDK's, and on ours: in order, and with processes that
 * overtake each other.
 */
class ContractsTest {

    @Nested
    class JdkLock extends LockContract {
        JdkLock() {
            super(Toolkit.jdk());
        }
    }

    @Nested
    class SimulatedLock extends LockContract {
        SimulatedLock() {
            super(Toolkit.simulated(Schedule.fifo()));
        }
    }

    @Nested
    class RandomLock extends LockContract {
        RandomLock() {
            super(Toolkit.simulated(Schedule.random()));
        }
    }

    @Nested
    class PctLock extends LockContract {
        PctLock() {
            super(Toolkit.simulated(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkSemaphore extends SemaphoreContract {
        JdkSemaphore() {
            super(Toolkit.jdk());
        }
    }

    @Nested
    class SimulatedSemaphore extends SemaphoreContract {
        SimulatedSemaphore() {
            super(Toolkit.simulated(Schedule.fifo()));
        }
    }

    @Nested
    class RandomSemaphore extends SemaphoreContract {
        RandomSemaphore() {
            super(Toolkit.simulated(Schedule.random()));
        }
    }

    @Nested
    class PctSemaphore extends SemaphoreContract {
        PctSemaphore() {
            super(Toolkit.simulated(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkLatch extends LatchContract {
        JdkLatch() {
            super(Toolkit.jdk());
        }
    }

    @Nested
    class SimulatedLatch extends LatchContract {
        SimulatedLatch() {
            super(Toolkit.simulated(Schedule.fifo()));
        }
    }

    @Nested
    class RandomLatch extends LatchContract {
        RandomLatch() {
            super(Toolkit.simulated(Schedule.random()));
        }
    }

    @Nested
    class PctLatch extends LatchContract {
        PctLatch() {
            super(Toolkit.simulated(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkExecutor extends ExecutorContract {
        JdkExecutor() {
            super(Toolkit.jdk());
        }
    }

    @Nested
    class SimulatedExecutor extends ExecutorContract {
        SimulatedExecutor() {
            super(Toolkit.simulated(Schedule.fifo()));
        }
    }

    @Nested
    class RandomExecutor extends ExecutorContract {
        RandomExecutor() {
            super(Toolkit.simulated(Schedule.random()));
        }
    }

    @Nested
    class PctExecutor extends ExecutorContract {
        PctExecutor() {
            super(Toolkit.simulated(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkScheduledExecutor extends ScheduledExecutorContract {
        JdkScheduledExecutor() {
            super(Toolkit.jdk());
        }
    }

    @Nested
    class SimulatedScheduledExecutor extends ScheduledExecutorContract {
        SimulatedScheduledExecutor() {
            super(Toolkit.simulated(Schedule.fifo()));
        }
    }

    @Nested
    class RandomScheduledExecutor extends ScheduledExecutorContract {
        RandomScheduledExecutor() {
            super(Toolkit.simulated(Schedule.random()));
        }
    }

    @Nested
    class PctScheduledExecutor extends ScheduledExecutorContract {
        PctScheduledExecutor() {
            super(Toolkit.simulated(Schedule.pct(3)));
        }
    }

    @Nested
    class LiveLock extends LockContract {
        LiveLock() {
            super(Toolkit.live());
        }
    }

    @Nested
    class LiveSemaphore extends SemaphoreContract {
        LiveSemaphore() {
            super(Toolkit.live());
        }
    }

    @Nested
    class LiveLatch extends LatchContract {
        LiveLatch() {
            super(Toolkit.live());
        }
    }

    @Nested
    class LiveExecutor extends ExecutorContract {
        LiveExecutor() {
            super(Toolkit.live());
        }
    }

    @Nested
    class LiveScheduledExecutor extends ScheduledExecutorContract {
        LiveScheduledExecutor() {
            super(Toolkit.live());
        }
    }
}
