package dev.simbroker.time;

/** What a process waits for, worded for a report: {@code an element of mailbox 'inventory'}. */
@FunctionalInterface
public interface WaitReason {

    /** The words; asked for only when a report is made. */
    String describe();
}
