package dev.barre.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one arm has shown in one case.
 *
 * @param rounds the numbers of each round, by name
 * @param failure why there are fewer than there should be; null where nothing failed
 */
record ArmResult(
        String name,
        String text,
        String configuration,
        List<Map<String, Double>> rounds,
        @Nullable String failure) {
    @JsonIgnore
    boolean hasFailed() {
        return failure != null;
    }

    /** Of each round that knows it. */
    List<Double> values(String metric) {
        return rounds.stream()
                .filter(round -> round.containsKey(metric))
                .map(round -> round.getOrDefault(metric, Double.NaN))
                .toList();
    }
}
