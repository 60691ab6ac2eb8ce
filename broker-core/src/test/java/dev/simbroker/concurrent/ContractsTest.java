package dev.simbroker.concurrent;

import org.junit.jupiter.api.Nested;

/** Each contract on the JDK's classes, which shows that it is the JDK's, and on ours. */
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
            super(new SimulatedWorld());
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
            super(new SimulatedWorld());
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
            super(new SimulatedWorld());
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
            super(new SimulatedWorld());
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
            super(new SimulatedWorld());
        }
    }
}
