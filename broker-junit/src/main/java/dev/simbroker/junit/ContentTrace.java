package dev.simbroker.junit;

import dev.simbroker.BrokerListener;
import dev.simbroker.Message;
import dev.simbroker.time.EventTrace;

/**
 * Records the content of messages in an event trace, which a simulation does not see by itself. Payloads are recorded
 * only if their text cannot contain an object's address, which differs from run to run.
 *
 * @param trace the trace
 */
record ContentTrace(EventTrace trace) implements BrokerListener {

    @Override
    public void published(Message<?> message) {
        Object payload = message.payload();
        boolean readable = payload instanceof CharSequence || payload instanceof Number || payload instanceof Enum<?>;
        trace.record("message " + message.id() + " on " + message.topic() + " with key " + message.key() + ", headers "
                + message.headers() + (readable ? ", payload " + payload : ""));
    }
}
