package dev.simbroker.time;

/** What has happened in a run so far, in two numbers: how much, and a hash of what. Costs next to nothing, so every run keeps it. */
final class Fingerprint {

    private static final long PRIME = 0x100000001B3L; // of FNV-1a, which this is, for longs

    private long count;
    private long hash = 0xCBF29CE484222325L;

    void add(long event) {
        count++;
        hash = (hash ^ event) * PRIME;
    }

    long count() {
        return count;
    }

    int hash() {
        return Long.hashCode(hash);
    }
}
