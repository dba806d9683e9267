package dev.barre.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of the results: {@code CASE.json} with every round, {@code CASE.svg}, and {@code README.md} with all cases that are there.
 * A case that is run again replaces its own.
 */
final class ReportFolder {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;

    ReportFolder(Path folder) {
        this.folder = folder;
    }

    void add(CaseResult result) throws IOException {
        Files.createDirectories(folder);
        String name = result.measured().name();
        JSON.writeValue(folder.resolve(name + ".json").toFile(), result);
        Files.writeString(folder.resolve(name + ".svg"), BarChart.of(result));
        writeMarkdown();
    }

    /** The file that JMH writes its results into; {@link #writeMarkdown} once it has. */
    Path fileOfParts() throws IOException {
        Files.createDirectories(folder);
        return folder.resolve("jmh.json").toAbsolutePath();
    }

    void writeMarkdown() throws IOException {
        Path parts = fileOfParts();
        String text = MarkdownReport.of(all());
        if (Files.isRegularFile(parts)) {
            text += "\n" + PartsReport.of(JSON.readTree(parts.toFile()));
        }
        Files.writeString(folder.resolve("README.md"), text);
    }

    /** In the order of the table of cases. */
    List<CaseResult> all() throws IOException {
        List<CaseResult> results = new ArrayList<>();
        for (Case each : Cases.all()) {
            Path file = folder.resolve(each.name() + ".json");
            if (Files.isRegularFile(file)) {
                results.add(JSON.readValue(file.toFile(), CaseResult.class));
            }
        }
        return results;
    }
}
