package dev.barre.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results that were not measured. */
final class Results {
    private Results() {}

    static ArmResult arm(String name, String metric, double... values) {
        List<Map<String, Double>> rounds = new ArrayList<>();
        for (double value : values) {
            rounds.add(Map.of(metric, value));
        }
        return new ArmResult(name, "the <arm> & \"" + name + "\"", "defaults", rounds, null);
    }

    static ArmResult failed(String name) {
        return new ArmResult(name, name, "defaults", List.of(), "it broke");
    }

    static CaseResult of(Case measured, ArmResult... arms) {
        return new CaseResult(
                measured,
                "2026-11-27T10:00:00Z",
                "--cases " + measured.name(),
                new Machine(2, 24_000, "a processor", "Linux 6", "OpenJDK 17", "abc1234"),
                Map.of("arms-barre/kafka-clients", "4.4.0"),
                3,
                List.of(arms));
    }

    static Case consume() {
        return Case.named("consume-285", Kind.CONSUME, "Consuming <orders> & more")
                .arms("raw-jackson", "barre-poll")
                .target("barre-poll", "raw-jackson", 0.95)
                .build();
    }

    static Case latency() {
        return Case.named("latency-1000", Kind.LATENCY, "Latency")
                .arms("raw-jackson", "barre-record")
                .target("barre-record", "raw-jackson", 1.25)
                .build();
    }
}
