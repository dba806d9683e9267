package dev.barre.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions a class path has of what makes a difference. */
final class Versions {
    private static final List<String> ARTIFACTS = List.of(
            "kafka-clients",
            "jackson-databind",
            "hibernate-validator",
            "spring-kafka",
            "smallrye-reactive-messaging-kafka",
            "reactor-kafka",
            "parallel-consumer-core");

    private static final Pattern JAR = Pattern.compile("(.+?)-([0-9][^/]*)\\.jar");

    private Versions() {}

    /** By {@code module/artifact}. */
    static Map<String, String> of(String classPath, String module) {
        Map<String, String> versions = new TreeMap<>();
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            Path name = Path.of(entry).getFileName();
            Matcher jar = JAR.matcher(name == null ? "" : name.toString());
            if (jar.matches() && ARTIFACTS.contains(jar.group(1))) {
                versions.put(module + "/" + jar.group(1), jar.group(2));
            }
        }
        return versions;
    }
}
