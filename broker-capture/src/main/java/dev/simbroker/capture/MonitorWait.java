package dev.simbroker.capture;

import dev.simbroker.time.SimProcess;
import dev.simbroker.time.spi.WaitReason;
import org.jspecify.annotations.Nullable;

/** A wait for a monitor, to enter it or to be notified. */
record MonitorWait(CapturedProcess process, CapturedSimulation simulation) implements WaitReason {

    @Override
    public String describe() {
        if (process.wanted() == null) {
            return "Object.wait";
        }
        SimProcess holder = holder();
        return "a synchronized section" + (holder == null ? "" : " (held by process '" + holder.name() + "')");
    }

    @Override
    public @Nullable SimProcess holder() {
        CapturedProcess owner = simulation.owner(process);
        return owner == null ? null : owner.process();
    }
}
