package dev.barre.kafka.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code spec/COMPLAINTS.md} true: what it says is shown is shown by tests of this project. */
class ComplaintsTest {
    private static final int COMPLAINTS = 54;

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Test#\\w+)`");
    private static final Pattern UNTESTED = Pattern.compile("not offered yet: \\S.*|by design: \\S.*");

    /** An annotation that makes a test or keeps it from running, others after it, and the method. */
    private static final Pattern TEST_METHOD = Pattern.compile(
            "@(?:Disabled|Test|ParameterizedTest|RepeatedTest|TestFactory|Property|Example)\\b(?:(?!\\bvoid\\b|;\\s).)*?"
                    + "\\bvoid (\\w+)\\(",
            Pattern.DOTALL);

    /** {@code | number | complaint | what is done | tests |}. */
    private record Row(int number, String complaint, String answer, List<String> tests) {}

    private final List<Row> rows = rows(ROOT.resolve("spec/COMPLAINTS.md"));

    @Test
    void everyComplaint_hasOneRow() {
        assertThat(rows.stream().map(Row::number))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, COMPLAINTS).boxed().toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.complaint).as("complaint of row %d", row.number).isNotBlank();
            assertThat(row.answer).as("answer of row %d", row.number).isNotBlank();
        });
    }

    @Test
    void everyRow_namesATest_orSaysWhyThereIsNone() {
        assertThat(rows).allSatisfy(row -> {
            if (row.tests.isEmpty()) {
                assertThat(row.answer).as("row %d has no test", row.number).matches(UNTESTED);
            }
        });
    }

    @Test
    void everyTestNamed_existsAndRuns() {
        Set<String> tests = tests();
        assertThat(tests).as("finds itself").contains("ComplaintsTest#everyTestNamed_existsAndRuns");
        Set<String> missing = new TreeSet<>();
        rows.forEach(row -> missing.addAll(row.tests));
        missing.removeAll(tests);
        assertThat(missing).as("named in COMPLAINTS.md, and no test").isEmpty();
    }

    private static List<Row> rows(Path file) {
        List<Row> rows = new ArrayList<>();
        for (String line : read(file).split("\n")) {
            if (line.matches("\\| \\d+ \\|.*")) {
                String[] cells = line.substring(1).split("\\|", -1);
                assertThat(cells).as(line).hasSize(5);
                assertThat(cells[3].replaceAll(NAMED_TEST.pattern(), "").replaceAll("[ ,]", ""))
                        .as("between the tests of %s", line)
                        .isEmpty();
                rows.add(new Row(
                        Integer.parseInt(cells[0].trim()),
                        cells[1].trim(),
                        cells[2].trim(),
                        NAMED_TEST
                                .matcher(cells[3])
                                .results()
                                .map(found -> found.group(1))
                                .toList()));
            }
        }
        return rows;
    }

    /** {@code Class#method} of every test in the sources of this project, but for those that are disabled. */
    private static Set<String> tests() {
        Set<String> tests = new HashSet<>();
        for (Path file : sources()) {
            String source = read(file);
            String type = file.getFileName().toString().replace(".java", "");
            TEST_METHOD.matcher(source).results().forEach(found -> {
                if (!found.group().contains("@Disabled")) {
                    tests.add(type + '#' + found.group(1));
                }
            });
        }
        return tests;
    }

    private static List<Path> sources() {
        try (Stream<Path> files =
                Files.find(ROOT, 20, (file, attributes) -> file.toString().matches(".*/src/test/java/.*Test\\.java"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the tests", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
