package dev.simbroker.bench;

import com.softwaremill.jox.Channel;
import dev.simbroker.bench.BatchTracker.Receiver;
import java.util.List;

/** An unlimited jox channel for each subscriber, which receives on a virtual thread. */
final class JoxFanOut implements FanOut {

    private final List<Channel<Integer>> channels;
    private final VirtualThreads threads = new VirtualThreads();

    JoxFanOut(List<Receiver> receivers) {
        channels = receivers.stream()
                .map(receiver -> Channel.<Integer>newUnlimitedChannel())
                .toList();
        for (int i = 0; i < channels.size(); i++) {
            var receiver = receivers.get(i);
            var channel = channels.get(i);
            threads.repeat(() -> receiver.accept(channel.receive()));
        }
    }

    @Override
    public void publish(Integer message) throws InterruptedException {
        for (var channel : channels) {
            channel.send(message);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
