package dev.barre.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where things are.
 *
 * @param home the folder {@code benchmarks}
 * @param java the program that runs the arms
 * @param logs where JVMs leave what they print as errors
 */
record Environment(Path home, Path java, Path logs) {
    private static final String HEAP = "-Xmx1g";

    static Environment of(Path java) {
        Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks"))
                .toAbsolutePath()
                .normalize();
        return new Environment(home, java, home.resolve("target").resolve("logs"));
    }

    /** The program that runs this JVM. */
    static Path ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Whether the module of an arm was compiled, and knows its class path. */
    boolean has(ArmInfo arm) {
        return Files.isRegularFile(classPathFile(arm));
    }

    /** What an arm runs on. */
    String classPath(ArmInfo arm) throws IOException {
        Path classes = home.resolve(arm.module()).resolve("target").resolve("classes");
        return classes
                + System.getProperty("path.separator")
                + Files.readString(classPathFile(arm)).strip();
    }

    private Path classPathFile(ArmInfo arm) {
        return home.resolve(arm.module()).resolve("target").resolve("classpath.txt");
    }

    /** The parts under JMH, each of which has JVMs of its own; the results go into a file. */
    Process startMicrobenchmarks(Path results, boolean isQuick) throws IOException {
        Path module = home.resolve("jmh").resolve("target");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-cp",
                module.resolve("classes")
                        + System.getProperty("path.separator")
                        + Files.readString(module.resolve("classpath.txt")).strip(),
                "org.openjdk.jmh.Main",
                "-rf",
                "json",
                "-rff",
                results.toString(),
                "-prof",
                "gc"));
        if (isQuick) {
            command.addAll(List.of("-f", "1", "-wi", "1", "-i", "1", "-r", "100ms", "-w", "100ms"));
        }
        return new ProcessBuilder(command).inheritIO().start();
    }

    ChildJvm startBroker(Case measured) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ownJava().toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProgram.class.getName()));
        if (measured.secured()) {
            command.add(BrokerProgram.SECURED);
        }
        return ChildJvm.start(measured.name() + "-broker", logs, command);
    }

    ChildJvm startArm(Case measured, ArmInfo arm, List<String> pairs) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(java.toString(), HEAP, "-cp", classPath(arm), arm.mainClass(), arm.name()));
        command.addAll(pairs);
        return ChildJvm.start(measured.name() + "-" + arm.name(), logs, command);
    }
}
