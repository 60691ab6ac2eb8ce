package dev.simbroker.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.internal.message.StoredMessage;
import dev.simbroker.testing.SampleMessages;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageRingTest {

    /** Through growth, wrapping round, running empty and giving memory back. */
    @Test
    void tidesOfMessages_giveWhatAQueueGives() {
        for (long seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var ring = new MessageRing<String>();
            var model = new ArrayDeque<StoredMessage<String>>();
            for (int tide = 0; tide < 30; tide++) {
                for (int n = random.nextInt(1 << (1 + random.nextInt(11))); n > 0; n--) {
                    long order = 10L * tide + model.size();
                    StoredMessage<String> message = SampleMessages.message(0, order);
                    ring.add(message, order);
                    model.add(message);
                }
                for (int n = random.nextInt(3) == 0 ? model.size() : random.nextInt(model.size() + 1); n > 0; n--) {
                    assertThat(ring.peek()).isSameAs(model.peek());
                    assertThat(ring.order()).isEqualTo(model.getFirst().id());
                    assertThat(ring.poll()).isSameAs(model.poll());
                }
                assertThat(ring.size()).isEqualTo(model.size());
                assertThat(ring.peek()).isSameAs(model.peek());
            }
        }
    }
}
