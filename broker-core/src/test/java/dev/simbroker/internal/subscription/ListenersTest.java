package dev.simbroker.internal.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.BrokerListener;
import dev.simbroker.Delivery;
import dev.simbroker.HandlerFailure;
import dev.simbroker.Message;
import dev.simbroker.internal.subscription.Listeners.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListenersTest {

    /** Sees each receipt. */
    private static class Receipts implements BrokerListener {
        @Override
        public void received(Delivery<?> delivery) {}
    }

    /** Inherits one method, and has one of its own. */
    private static final class ReceiptsAndPublications extends Receipts {
        @Override
        public void published(Message<?> message) {}
    }

    /** Sees nothing that happens to every message. */
    private static final class Handlers implements BrokerListener {
        @Override
        public void handled(Delivery<?> delivery, Duration time, @Nullable HandlerFailure failure) {}
    }

    @Test
    void anEventIsHeard_ifAListenerHasOrInheritsAMethodForIt() {
        assertThat(heard(new Listeners(new EventQueue(), List.of()))).isEmpty();
        assertThat(heard(new Listeners(new EventQueue(), List.of(new Handlers()))))
                .isEmpty();
        assertThat(heard(new Listeners(new EventQueue(), List.of(new Receipts()))))
                .containsExactly(Event.RECEIVED);
        assertThat(heard(new Listeners(new EventQueue(), List.of(new ReceiptsAndPublications()))))
                .containsExactly(Event.PUBLISHED, Event.RECEIVED);
    }

    @Test
    void whatIsHeard_followsTheListenersThatComeAndGo() {
        var listeners = new Listeners(new EventQueue(), List.of(new Receipts()));
        var publications = new ReceiptsAndPublications();

        listeners.add(publications);
        assertThat(heard(listeners)).containsExactly(Event.PUBLISHED, Event.RECEIVED);

        listeners.remove(publications);
        assertThat(heard(listeners)).containsExactly(Event.RECEIVED);
    }

    private static List<Event> heard(Listeners listeners) {
        return Arrays.stream(Event.values()).filter(listeners::isHeard).toList();
    }
}
