package dev.barre.kafka.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The violations that were found: each counted, the first of each kind kept with what is known of it. Thread-safe. */
final class Findings {
    private static final int MOST_EXAMPLES = 10;

    private final Map<Check, Long> counts = new EnumMap<>(Check.class);
    private final Map<Check, List<String>> examples = new EnumMap<>(Check.class);

    synchronized void add(Check check, String detail) {
        counts.merge(check, 1L, Long::sum);
        List<String> kept = examples.computeIfAbsent(check, added -> new ArrayList<>());
        if (kept.size() < MOST_EXAMPLES) {
            kept.add(detail);
        }
    }

    synchronized long count(Check check) {
        return counts.getOrDefault(check, 0L);
    }

    synchronized boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The first violations of this kind, in the order in which they were found. */
    synchronized List<String> examples(Check check) {
        return List.copyOf(examples.getOrDefault(check, List.of()));
    }

    /** One line for each kind with its count, and below it the examples. */
    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((check, count) -> {
            text.append(check).append(": ").append(count).append('\n');
            examples(check).forEach(example -> text.append("  ").append(example).append('\n'));
        });
        return text.toString();
    }
}
