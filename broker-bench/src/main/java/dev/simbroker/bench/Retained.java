package dev.simbroker.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The retained heap of a kind of object.
 *
 * @param footprint the kind
 * @param count the number of objects created
 */
record Retained(Footprint footprint, int count) implements Contender {

    @Override
    public String label() {
        return "Footprint." + footprint + "{count=" + count + "}";
    }

    /** Measures in a JVM with a heap of fixed size and a collector that leaves no garbage behind. */
    @Override
    public Sample measure(Effort effort) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms4g",
                        "-Xmx4g",
                        "-XX:+UseSerialGC",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Footprint.class.getName(),
                        footprint.name(),
                        Integer.toString(count))
                .redirectError(Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Checks.same("the exit code of " + label(), process.waitFor(), 0);
        return new Sample(Double.NaN, Double.parseDouble(answer));
    }

    @Override
    public Sample smoke() {
        return new Sample(Double.NaN, footprint.measure(count));
    }

    @Override
    public Retained capped(int most) {
        return new Retained(footprint, Math.min(count, most));
    }
}
