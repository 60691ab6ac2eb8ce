package dev.simbroker.internal.util;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A way along {@linkplain LinkedSegment linked segments}, which any number of threads go together. It holds only the
 * segment that they have come to; how far they are in it is the subclass's.
 *
 * @param <S> the kind of segment
 */
public abstract class SegmentReader<S extends LinkedSegment<S>> {

    private static final VarHandle SEGMENT = VarHandles.ofField(MethodHandles.lookup(), "segment", LinkedSegment.class);

    private volatile @Nullable S segment;

    /** A reader that begins in {@code segment}; one of null has nothing to read. */
    protected SegmentReader(@Nullable S segment) {
        this.segment = segment;
    }

    /**
     * The segment in which a position lies, or before which it lies if others have gone on from there; null if it has
     * no segment yet, or this reader has let go.
     */
    @SuppressWarnings("ReferenceEquality")
    protected final @Nullable S segmentOf(long position) {
        while (true) {
            S here = segment;
            if (here == null || !here.isBefore(position)) {
                return here;
            }
            S next = here.next();
            if (next == null) {
                if (here == segment) { // otherwise others have gone on, and it is not the last: it was unlinked
                    return null;
                }
            } else if (SEGMENT.compareAndSet(this, here, next)) {
                here.passed();
            }
        }
    }

    /** Lets go of the segments, since there is nothing more to read. */
    protected final void letGo() {
        segment = null;
    }
}
