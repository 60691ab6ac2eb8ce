package dev.simbroker.concurrent;

import dev.simbroker.time.Schedule;
import org.junit.jupiter.api.Nested;

/** Each contract on the JDK's classes, which shows that it is the JDK's, and on ours: in order, and with processes that overtake each other. */
class ContractsTest {

    @Nested
    class JdkLock extends LockContract {
        JdkLock() {
            super(new JdkWorld());
        }
    }

    @Nested
    class SimulatedLock extends LockContract {
        SimulatedLock() {
            super(new SimulatedWorld(Schedule.fifo()));
        }
    }

    @Nested
    class RandomLock extends LockContract {
        RandomLock() {
            super(new SimulatedWorld(Schedule.random()));
        }
    }

    @Nested
    class PctLock extends LockContract {
        PctLock() {
            super(new SimulatedWorld(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkSemaphore extends SemaphoreContract {
        JdkSemaphore() {
            super(new JdkWorld());
        }
    }

    @Nested
    class SimulatedSemaphore extends SemaphoreContract {
        SimulatedSemaphore() {
            super(new SimulatedWorld(Schedule.fifo()));
        }
    }

    @Nested
    class RandomSemaphore extends SemaphoreContract {
        RandomSemaphore() {
            super(new SimulatedWorld(Schedule.random()));
        }
    }

    @Nested
    class PctSemaphore extends SemaphoreContract {
        PctSemaphore() {
            super(new SimulatedWorld(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkLatch extends LatchContract {
        JdkLatch() {
            super(new JdkWorld());
        }
    }

    @Nested
    class SimulatedLatch extends LatchContract {
        SimulatedLatch() {
            super(new SimulatedWorld(Schedule.fifo()));
        }
    }

    @Nested
    class RandomLatch extends LatchContract {
        RandomLatch() {
            super(new SimulatedWorld(Schedule.random()));
        }
    }

    @Nested
    class PctLatch extends LatchContract {
        PctLatch() {
            super(new SimulatedWorld(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkExecutor extends ExecutorContract {
        JdkExecutor() {
            super(new JdkWorld());
        }
    }

    @Nested
    class SimulatedExecutor extends ExecutorContract {
        SimulatedExecutor() {
            super(new SimulatedWorld(Schedule.fifo()));
        }
    }

    @Nested
    class RandomExecutor extends ExecutorContract {
        RandomExecutor() {
            super(new SimulatedWorld(Schedule.random()));
        }
    }

    @Nested
    class PctExecutor extends ExecutorContract {
        PctExecutor() {
            super(new SimulatedWorld(Schedule.pct(3)));
        }
    }

    @Nested
    class JdkScheduledExecutor extends ScheduledExecutorContract {
        JdkScheduledExecutor() {
            super(new JdkWorld());
        }
    }

    @Nested
    class SimulatedScheduledExecutor extends ScheduledExecutorContract {
        SimulatedScheduledExecutor() {
            super(new SimulatedWorld(Schedule.fifo()));
        }
    }

    @Nested
    class RandomScheduledExecutor extends ScheduledExecutorContract {
        RandomScheduledExecutor() {
            super(new SimulatedWorld(Schedule.random()));
        }
    }

    @Nested
    class PctScheduledExecutor extends ScheduledExecutorContract {
        PctScheduledExecutor() {
            super(new SimulatedWorld(Schedule.pct(3)));
        }
    }

    @Nested
    class LiveLock extends LockContract {
        LiveLock() {
            super(new LiveWorld());
        }
    }

    @Nested
    class LiveSemaphore extends SemaphoreContract {
        LiveSemaphore() {
            super(new LiveWorld());
        }
    }

    @Nested
    class LiveLatch extends LatchContract {
        LiveLatch() {
            super(new LiveWorld());
        }
    }

    @Nested
    class LiveExecutor extends ExecutorContract {
        LiveExecutor() {
            super(new LiveWorld());
        }
    }

    @Nested
    class LiveScheduledExecutor extends ScheduledExecutorContract {
        LiveScheduledExecutor() {
            super(new LiveWorld());
        }
    }
}
