package dev.simbroker.conformance;

import dev.simbroker.Broker;
import dev.simbroker.testing.Stage;
import java.time.Duration;

/** The broker of this library on a stage. */
abstract class LocalBrokerKit extends BrokerConformanceKit {

    private final Stage stage;
    private final Broker broker;

    LocalBrokerKit(Stage stage) {
        this.stage = stage;
        this.broker = Broker.create(stage.scheduler());
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public Broker broker() {
        return broker;
    }

    @Override
    public Broker brokerRemembering(Duration window, int ids) {
        return Broker.builder(stage.scheduler()).deduplication(window, ids).build();
    }
}
