package dev.barre.kafka.interop;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the files that the security fields name; what cannot be read becomes a problem that names field and path. */
final class SecurityFiles {
    private final List<String> problems;

    SecurityFiles(List<String> problems) {
        this.problems = problems;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** The text of a file; empty, and reported, if there is none. */
    Optional<String> read(String path, String field) {
        Optional<Path> file = check(path, field);
        try {
            return file.isPresent() ? Optional.of(Files.readString(file.get())) : Optional.empty();
        } catch (CharacterCodingException e) {
            problem(field + ": " + path + " is not a PEM file, for it is not text");
        } catch (IOException e) {
            problem(field + ": " + path + " cannot be read: " + e);
        }
        return Optional.empty();
    }

    /** The file; empty, and reported, if it cannot be read. */
    Optional<Path> check(String path, String field) {
        try {
            Path file = Path.of(path);
            if (!Files.exists(file)) {
                problem(field + ": there is no file " + path + " (in "
                        + Path.of("").toAbsolutePath() + ")");
            } else if (!Files.isRegularFile(file)) {
                problem(field + ": " + path + " is not a file");
            } else if (!Files.isReadable(file)) {
                problem(field + ": " + path + " must not be read by this process");
            } else {
                return Optional.of(file);
            }
        } catch (InvalidPathException e) {
            problem(field + ": " + e.getMessage());
        }
        return Optional.empty();
    }
}
