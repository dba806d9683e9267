package dev.barre.kafka.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code spec/SPEC.md} says, as far as a program can check it. Immutable.
 *
 * @param clauses the number of every clause, in order, repetitions included
 * @param rows the rows of the tables that map functions and fields to clauses and tests
 */
record Specification(List<String> clauses, List<Row> rows) {
    private static final Pattern CLAUSE = Pattern.compile("^- \\*\\*(\\d+(?:\\.\\d+)*-\\d+)\\*\\* .*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)*-\\d+");
    private static final Pattern TEST = Pattern.compile("\\w+Test#\\w+");

    /**
     * One row: {@code | original | here | property | clauses | tests |}.
     *
     * @param names what it maps, such as {@code Consumer.poll}, from the second column
     * @param clauses the numbers in the column before the last
     * @param tests {@code Class#method}, from the last column
     */
    record Row(List<String> names, List<String> clauses, List<String> tests) {}

    /** Reads the specification next to this module. */
    static Specification read() {
        Path file = Path.of("..", "SPEC.md").toAbsolutePath().normalize();
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the specification", e);
        }
    }

    static Specification parse(List<String> lines) {
        List<String> clauses = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (String line : lines) {
            Matcher clause = CLAUSE.matcher(line);
            if (clause.matches()) {
                clauses.add(clause.group(1));
            } else if (line.startsWith("|") && TEST.matcher(line).find()) {
                rows.add(row(line));
            }
        }
        return new Specification(List.copyOf(clauses), List.copyOf(rows));
    }

    private static Row row(String line) {
        List<String> cells = Arrays.asList(line.substring(1).split("\\|", -1));
        int last = cells.size() - 2;
        return new Row(all(CODE, cells.get(1), 1), all(NUMBER, cells.get(last - 1), 0), all(TEST, cells.get(last), 0));
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(group))
                .toList();
    }
}
