package dev.simbroker.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file with a scenario. Every error begins with its name.
 *
 * @param name the file's name, as the user wrote it
 */
record ScenarioFile(String name) {

    private static final int LARGEST = 2 << 20;
    private static final int LONGEST_NAME = 100;

    /** @throws ScenarioException if no file can have that name */
    boolean exists() throws ScenarioException {
        return Files.exists(path());
    }

    /** @throws ScenarioException if the file cannot be read or is not a valid scenario */
    Scenario read() throws ScenarioException {
        Path path = path();
        try {
            return ScenarioReader.read(text(path));
        } catch (ScenarioException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    private Path path() throws ScenarioException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw error("is not the name of a file");
        }
    }

    ScenarioException error(String message) {
        return new ScenarioException(OneLine.endOf(name, LONGEST_NAME) + ": " + message);
    }

    private static String text(Path path) throws ScenarioException {
        try {
            if (Files.isDirectory(path)) {
                throw new ScenarioException("is a directory, not a scenario file");
            }
            return decode(path);
        } catch (NoSuchFileException e) {
            throw new ScenarioException("there is no such file");
        } catch (AccessDeniedException e) {
            throw new ScenarioException("may not be read");
        } catch (CharacterCodingException e) {
            throw new ScenarioException("must be UTF-8 text");
        } catch (FileSystemException e) {
            throw new ScenarioException(
                    "cannot be read: " + Objects.requireNonNullElse(e.getReason(), "no reason given"));
        } catch (IOException e) {
            throw new ScenarioException("cannot be read: " + e.getMessage());
        }
    }

    private static String decode(Path path) throws IOException, ScenarioException {
        try (var in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new ScenarioException("must be at most " + LARGEST + " bytes long");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }
}
