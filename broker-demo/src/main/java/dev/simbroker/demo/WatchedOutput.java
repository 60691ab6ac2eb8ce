package dev.simbroker.demo;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An output stream that tells when it cannot be written, also where nobody looks at the exception. */
final class WatchedOutput extends FilterOutputStream {

    private final Runnable onFailure;

    WatchedOutput(OutputStream out, Runnable onFailure) {
        super(out);
        this.onFailure = onFailure;
    }

    @Override
    public void write(int b) throws IOException {
        try {
            out.write(b);
        } catch (IOException e) {
            onFailure.run();
            throw e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            onFailure.run();
            throw e;
        }
    }
}
