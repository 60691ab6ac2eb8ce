package dev.simbroker.queue;

import dev.simbroker.testing.LiveStage;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract on the wall clock. */
@Tag("concurrent")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class LiveMailboxBulkTest extends MailboxBulkContract {

    LiveMailboxBulkTest() {
        super(new LiveStage(Duration.ofMillis(100)));
    }
}
