package dev.barre.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, that is spoken to in lines and ends when its input does. Not thread-safe. */
final class ChildJvm implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final BufferedReader output;
    private final Path log;
    private final Thread killAtExit;

    private ChildJvm(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.killAtExit = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(killAtExit);
    }

    /** Starts {@code command}; what it prints as errors goes into a file of its name. */
    static ChildJvm start(String name, Path logs, List<String> command) throws IOException {
        Files.createDirectories(logs);
        Path log = logs.resolve(name + ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        return new ChildJvm(name, process, log);
    }

    void say(String line) throws IOException {
        input.write(line);
        input.newLine();
        input.flush();
    }

    /**
     * The next line that it says.
     *
     * @throws IOException when it ends, or says nothing within the time; it is killed then
     */
    String hear(Duration within) throws IOException {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        var unused = heard.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            process.destroyForcibly();
            return null;
        });
        String line = output.readLine();
        boolean isInTime = heard.complete(null);
        if (line == null) {
            throw new IOException(
                    name + (isInTime ? " has ended without an answer" : " has not answered within " + within) + "; see "
                            + log);
        }
        return line;
    }

    /** Ends its input, and kills it where that does not end it. */
    @Override
    public void close() {
        try {
            input.close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().onExit().join();
            }
        } catch (IOException e) {
            process.destroyForcibly().onExit().join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(killAtExit);
    }
}
