package dev.simbroker.internal.util;

/**
 * The events of a run so far in two numbers: how many, and a hash of them. Costs next to nothing, so every run keeps
 * it.
 */
public final class Fingerprint {

    private static final long PRIME = 0x100000001B3L; // of FNV-1a, which this is, for longs

    private long count;
    private long hash = 0xCBF29CE484222325L;

    public void add(long event) {
        count++;
        hash = (hash ^ event) * PRIME;
    }

    public long count() {
        return count;
    }

    public int hash() {
        return Long.hashCode(hash);
    }
}
