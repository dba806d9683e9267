package dev.barre.kafka.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The folder of a cluster, with one folder in it for each node. Immutable. */
final class DataFolder {
    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /** Makes a new folder where the JVM keeps temporary files ({@code java.io.tmpdir}). */
    static DataFolder create() {
        try {
            return new DataFolder(Files.createTempDirectory("barre-kafka-"));
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "No temporary folder for the broker's data. Check that java.io.tmpdir ("
                            + System.getProperty("java.io.tmpdir") + ") exists and is writable.",
                    e);
        }
    }

    /** A folder that exists. */
    static DataFolder at(Path path) {
        return new DataFolder(path);
    }

    Path path() {
        return path;
    }

    Path ofNode(int nodeId) {
        return path.resolve("node-" + nodeId);
    }

    /** Removes the folder and all that is in it; does nothing when it is gone. */
    void remove() {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new Remover());
        } catch (IOException e) {
            throw new EmbeddedKafkaException("The broker's data folder " + path + " could not be removed.", e);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
