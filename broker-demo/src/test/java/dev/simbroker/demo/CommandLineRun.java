package dev.simbroker.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What one run of the command line, within this JVM, returned and printed. */
record CommandLineRun(int code, String out, String err) {

    static CommandLineRun of(Object... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var strings = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            strings[i] = args[i].toString();
        }
        int code = Demo.execute(out, err, strings);
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
