package dev.simbroker.time;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The real time that a process was blocked outside its simulation at one line: in a real sleep, a JDK queue, input or
 * output. It costs the test that time, and no simulated time passes meanwhile.
 *
 * @param process the name of the process
 * @param call the method of the JDK that it was in, such as {@code java.lang.Thread.sleep}
 * @param at the line of the user's code, where it can be told
 * @param spent the real time, about: it is sampled
 */
public record ExternalBlocking(String process, String call, Optional<StackTraceElement> at, Duration spent) {

    @Override
    public String toString() {
        return "process '" + process + "' spent about "
                + String.format(Locale.ROOT, "%.1f s", spent.toMillis() / 1000.0) + " of real time in " + call
                + at.map(frame -> " at " + frame).orElse("") + ", in which no simulated time passes";
    }
}
