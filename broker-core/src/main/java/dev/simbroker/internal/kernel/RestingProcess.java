package dev.simbroker.internal.kernel;

import dev.simbroker.time.ProcessBody;
import dev.simbroker.time.spi.MainProcess;
import dev.simbroker.time.spi.WaitReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process that rests between the bodies that it runs, which ends a run as if the process had ended. It is spawned
 * when it gets its first body.
 */
public final class RestingProcess implements MainProcess, WaitReason {

    private final Kernel kernel;
    private final String name;

    // these belong to the holder of the baton
    private @Nullable SimulatedProcess process;
    /** What it does next; null if it is to end. */
    private @Nullable ProcessBody body;

    public RestingProcess(Kernel kernel, String name) {
        this.kernel = kernel;
        this.name = name;
    }

    @Override
    public void run(ProcessBody next) {
        Objects.requireNonNull(next, "body");
        kernel.driver().runBody(name, () -> goOn(next));
    }

    @Override
    public void end() {
        if (process != null && !process.isTerminated()) {
            kernel.driver().runBody(name, () -> goOn(null));
        }
    }

    private SimulatedProcess goOn(@Nullable ProcessBody next) {
        SimulatedProcess me = process;
        if (me == null) {
            me = kernel.spawn(name, this::runAll, false);
            process = me;
        } else if (me.isTerminated()) {
            throw new IllegalStateException("process '" + name + "' has ended, and can run nothing more");
        }
        body = next;
        me.endRest();
        return me;
    }

    private void runAll() throws Exception {
        SimulatedProcess me = Objects.requireNonNull(process);
        for (ProcessBody next = body; next != null; next = body) {
            next.run();
            me.rest(this);
        }
    }

    @Override
    public String describe() {
        return "what it runs next";
    }
}
