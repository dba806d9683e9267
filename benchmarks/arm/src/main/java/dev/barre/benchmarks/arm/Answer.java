package dev.barre.benchmarks.arm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Named numbers, as they go from an arm to the harness: {@code name=value name=value}. Not thread-safe. */
public final class Answer {
    private final Map<String, Double> numbers = new LinkedHashMap<>();

    /** What a line says. */
    public static Map<String, Double> parse(String line) {
        Map<String, Double> parsed = new LinkedHashMap<>();
        for (String pair : line.strip().split(" ", -1)) {
            int equals = pair.indexOf('=');
            parsed.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
        }
        return parsed;
    }

    Answer put(String name, double number) {
        numbers.put(name, number);
        return this;
    }

    /** The line. */
    @Override
    public String toString() {
        return numbers.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
