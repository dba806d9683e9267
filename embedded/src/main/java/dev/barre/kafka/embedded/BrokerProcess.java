package dev.barre.kafka.embedded;

import dev.barre.kafka.embedded.NodeLayout.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in a JVM of its own, on the class path of this one: a cluster of one node that can be killed as by
 * {@code SIGKILL} and comes back on the same port with the data that was on disk.
 *
 * <pre>{@code
 * try (BrokerProcess broker = BrokerProcess.start()) {
 *     …
 *     broker.kill();
 *     broker.restart();
 * }
 * }</pre>
 *
 * <p>The process ends with this JVM, however that ends: it watches its standard input. What it logs is in
 * {@code broker.log} of its folder. Thread-safe. Every function throws an {@link EmbeddedKafkaException} when it fails or
 * when the broker is closed.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final DataFolder folder;
    private final boolean folderIsOurs;
    private final List<String> jvmArguments;
    private final Map<String, String> brokerProperties;
    private final Map<Listener, HeldPort> ports = NodeLayout.takePorts(Listener.PLAIN);
    private final Thread closeAtExit = new Thread(this::end, "broker-process-exit");
    private @Nullable Process process;
    private boolean closed;

    private BrokerProcess(Builder builder) {
        this.folderIsOurs = builder.dataFolder == null;
        this.folder = builder.dataFolder == null ? DataFolder.create() : DataFolder.at(builder.dataFolder);
        this.jvmArguments = List.copyOf(builder.jvmArguments);
        this.brokerProperties = Map.copyOf(builder.brokerProperties);
    }

    /** Starts a broker with the defaults of {@link Builder}; returns once it serves requests. */
    public static BrokerProcess start() {
        return builder().start();
    }

    /** Begins the description of a broker. */
    public static Builder builder() {
        return new Builder();
    }

    /** The address, as clients want it: {@code "127.0.0.1:4711"}. Stays the same. */
    public String bootstrapServers() {
        return NodeLayout.port(ports, Listener.CLIENTS).address();
    }

    /** The folder of the data and of {@code broker.log}. */
    public Path dataFolder() {
        return folder.path();
    }

    /** Whether the process runs. */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The number of the process that runs, or that ran last. */
    public synchronized long pid() {
        requireOpen("pid");
        if (process == null) {
            throw new EmbeddedKafkaException("pid failed: no process was started.", null);
        }
        return process.pid();
    }

    /** Kills the process ({@code SIGKILL} where there are signals) and waits for its end. Its data stays. */
    public synchronized void kill() {
        requireOpen("kill");
        killed();
    }

    /** Stops the broker in order, or kills it where that takes longer than 30 seconds. Its data stays. */
    public synchronized void stop() {
        requireOpen("stop");
        stopped();
    }

    /** Starts the broker again on its port and data; stops it before, where it runs. Returns once it serves requests. */
    public synchronized void restart() {
        requireOpen("restart");
        stopped();
        launch();
    }

    /** Kills the process, and removes the data unless its folder was given. A second close does nothing. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs already, and finds the broker closed.
            return;
        }
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        killed();
        closed = true;
        ports.values().forEach(HeldPort::close);
        if (folderIsOurs) {
            folder.remove();
        }
    }

    private void launch() {
        ports.values().forEach(HeldPort::share);
        try {
            Process started = new ProcessBuilder(command())
                    .redirectError(Redirect.appendTo(
                            folder.path().resolve("broker.log").toFile()))
                    .start();
            process = started;
            awaitReady(started);
        } catch (IOException e) {
            killed();
            throw new EmbeddedKafkaException("The broker's process could not be started: " + e, e);
        }
    }

    private void awaitReady(Process started) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        if (!BrokerProgram.READY.equals(lines.readLine())) {
            killed();
            throw new EmbeddedKafkaException(
                    "The broker's process has ended with " + started.exitValue() + " before it was ready; see "
                            + folder.path().resolve("broker.log") + ".",
                    null);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerProgram.class.getName()));
        command.addAll(BrokerProgram.arguments(folder, ports, brokerProperties));
        return command;
    }

    private void stopped() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            // The end of its input is what tells it to stop.
            running.getOutputStream().close();
            if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                killed();
            }
        } catch (IOException e) {
            throw new EmbeddedKafkaException("The broker's process could not be told to stop: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedKafkaException("The stop of the broker's process was interrupted.", e);
        } finally {
            ports.values().forEach(HeldPort::hold);
        }
    }

    private void killed() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
            ports.values().forEach(HeldPort::hold);
        }
    }

    private void requireOpen(String operation) {
        if (closed) {
            throw new EmbeddedKafkaException(operation + " failed: the broker is closed.", null);
        }
    }

    /** Describes a broker, with the defaults of {@link EmbeddedKafka.Builder}. Not thread-safe; may start several. */
    public static final class Builder {
        private final Map<String, String> brokerProperties = new HashMap<>();
        private List<String> jvmArguments = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        private @Nullable Path dataFolder;

        private Builder() {}

        /** A property of the broker, see {@link EmbeddedKafka.Builder#brokerProperty}. */
        public Builder brokerProperty(String name, String value) {
            brokerProperties.put(name, value);
            return this;
        }

        /** The arguments of the JVM, all of them. By default a heap of 512 MiB, and what makes a quick start. */
        public Builder jvmArguments(String... arguments) {
            jvmArguments = List.of(arguments);
            return this;
        }

        /**
         * An existing folder for the data, empty or of an earlier broker of this kind; it stays after a close. Default a
         * temporary one.
         */
        public Builder dataFolder(Path folder) {
            dataFolder = folder;
            return this;
        }

        /** Starts the broker; returns once it serves requests. */
        public BrokerProcess start() {
            BrokerProperties.check(brokerProperties);
            BrokerProcess broker = new BrokerProcess(this);
            Runtime.getRuntime().addShutdownHook(broker.closeAtExit);
            try {
                broker.restart();
                return broker;
            } catch (EmbeddedKafkaException e) {
                broker.close();
                throw e;
            }
        }
    }
}
