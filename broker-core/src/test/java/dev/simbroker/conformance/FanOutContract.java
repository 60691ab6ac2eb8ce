package dev.simbroker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every subscription gets every message; subscribing, leaving, deleting. */
interface FanOutContract extends BrokerKit {

    @Test
    default void everySubscription_getsEveryMessage_inOrder() {
        var inventory = broker().subscribe(ORDERS);
        var email = broker().subscribe(ORDERS);

        publish(3);

        assertThat(drain(inventory)).containsExactly("1", "2", "3");
        assertThat(drain(email)).containsExactly("1", "2", "3");
        assertBooks(email, "3 = 3 settled");
    }
}
