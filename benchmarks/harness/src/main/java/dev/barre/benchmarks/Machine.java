package dev.barre.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where it was measured.
 *
 * @param jdk of the arms
 * @param commit of the sources; "unknown" where they are not under git
 */
record Machine(int cores, long memoryMebibytes, String processor, String system, String jdk, String commit) {
    static Machine here(Environment environment) throws IOException {
        OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                os.getTotalMemorySize() >> 20,
                processorModel(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                said(environment.home(), environment.java().toString(), "-version"),
                said(environment.home(), "git", "rev-parse", "--short", "HEAD"));
    }

    private static String processorModel() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    /** The last line but one of what a JVM says about itself is its name and build; of one line that line. */
    private static String said(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                List<String> lines = output.lines().collect(Collectors.toList());
                return process.waitFor() == 0 && !lines.isEmpty()
                        ? lines.get(Math.max(0, lines.size() - 2))
                        : "unknown";
            }
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    /** For people. */
    String text() {
        return String.format("%d cores (%s), %d MiB, %s, %s", cores, processor, memoryMebibytes, system, jdk);
    }
}
