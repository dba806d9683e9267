package dev.barre.kafka.chaos;

import dev.barre.kafka.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A member of a group in a process of its own, for {@code SIGKILL}. It ends in order when its input does. */
final class MemberProcess {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final Process process;

    private MemberProcess(Process process) {
        this.process = process;
    }

    /** Starts the process; returns before it has joined. */
    static MemberProcess start(String servers, Variant variant, String group, String topic, String name, Path reports)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProcess.class.getName(),
                servers,
                variant.protocol().name(),
                variant.lanes().name(),
                variant.handler().name(),
                group,
                topic,
                name,
                reports.toString()));
        return new MemberProcess(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** {@code SIGKILL}; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Lets the member leave in order, and returns when its process is gone. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(STOP_TIMEOUT.toSeconds() * 2, TimeUnit.SECONDS)) {
            kill();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The program of the process. */
    public static void main(String[] arguments) throws IOException {
        Variant variant = new Variant(
                Protocol.valueOf(arguments[1]), LaneMode.valueOf(arguments[2]), HandlerKind.valueOf(arguments[3]));
        String name = arguments[6];
        try (ReportFile reports = new ReportFile(Path.of(arguments[7]));
                Listener listener = Listener.create(
                        arguments[0],
                        variant.protocol()
                                .configure(
                                        variant.configuration(arguments[4], arguments[5])
                                                .build(),
                                        name),
                        variant.options().build())) {
            listener.attach(AccountedService.of(variant, name, Work.brief(), reports), name);
            listener.start();
            while (System.in.read() >= 0) {
                // Nothing is said but the end.
            }
            listener.gracefulStop(STOP_TIMEOUT);
        }
    }
}
