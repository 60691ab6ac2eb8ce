package dev.simbroker.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.simbroker.testing.SimulationFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for what, since when, and where. */
class BlockedProcessTest extends SimulationFixture {

    @Test
    void blocked_tellsWhoWaitsForWhatSinceWhenAndWhere_inOrderOfCreation() throws Exception {
        SimProcess sleeper = simulation.spawn("sleeper", this::sleepAfterASecond);
        simulation.spawn("joiner", () -> joinHere(sleeper));
        simulation.spawn("waiter", this::waitHere);
        simulation.spawn("ended", () -> {});

        simulation.runFor(seconds(5));

        List<BlockedProcess> blocked = simulation.blocked();
        assertThat(blocked).extracting(BlockedProcess::name).containsExactly("sleeper", "joiner", "waiter");
        assertThat(blocked)
                .extracting(BlockedProcess::waitingFor)
                .containsExactly("the end of a sleep of PT1M", "the end of process 'sleeper'", "a parcel");
        assertThat(blocked).extracting(BlockedProcess::since).containsExactly(START.plusSeconds(1), START, START);
        assertThat(blocked)
                .extracting(process -> process.at().orElseThrow().getMethodName())
                .containsExactly("sleepAfterASecond", "joinHere", "waitHere");
        assertThat(blocked)
                .extracting(process -> process.at().orElseThrow().getClassName())
                .containsOnly(BlockedProcessTest.class.getName());
    }

    @Test
    void blocked_readsLikeASentence() {
        simulation.spawn("waiter", this::waitHere);
        simulation.run();

        assertThat(simulation.blocked().getFirst().toString())
                .startsWith("process 'waiter' waits for a parcel since 2000-01-01T00:00:00Z at "
                        + getClass().getName() + ".waitHere(BlockedProcessTest.java:");
    }

    @Test
    void blocked_tellsTheLineInsideALambda() {
        simulation.spawn("sleeper", () -> simulation.sleep(seconds(1)));
        simulation.runFor(seconds(0));

        StackTraceElement at = simulation.blocked().getFirst().at().orElseThrow();

        assertThat(at.getClassName()).isEqualTo(getClass().getName());
        assertThat(at.getMethodName()).contains("blocked_tellsTheLineInsideALambda");
    }

    @Test
    void blocked_leavesOutWhatIsNewReadyRunningOrEnded() {
        SimProcess waiter = spawnWaiter("woken by interrupt");
        simulation.spawn("ended", () -> {});
        simulation.run(() -> {
            simulation.spawn("new", () -> {});
            waiter.interrupt();
            assertThat(simulation.blocked()).isEmpty();
        });
    }

    @Test
    void blocked_isEmptyAfterClose() {
        spawnWaiter("waiter");
        simulation.run();

        simulation.close();

        assertThat(simulation.blocked()).isEmpty();
    }

    /** A task borrows the thread of a waiting process, whose line was then reported as that of the task. */
    @Test
    void blocked_askedByATask_tellsWhereTheProcessWaits_whoseThreadRunsTheTask() {
        var seen = new ArrayList<BlockedProcess>();
        simulation.spawn("sleeper", this::sleepAfterASecond);
        simulation.schedule(seconds(2), () -> seen.addAll(simulation.blocked()));

        simulation.run();

        assertThat(seen)
                .singleElement()
                .satisfies(process ->
                        assertThat(process.at().orElseThrow().getMethodName()).isEqualTo("sleepAfterASecond"));
    }

    private void sleepAfterASecond() throws InterruptedException {
        simulation.sleep(seconds(1));
        simulation.sleep(seconds(60));
    }

    private static void joinHere(SimProcess process) throws InterruptedException {
        process.join();
    }

    private void waitHere() throws InterruptedException {
        simulation.spi().currentWaiter().await(() -> "a parcel", Scheduler.FOREVER);
    }
}
