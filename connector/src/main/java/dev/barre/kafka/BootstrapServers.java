package dev.barre.kafka;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses that a client starts from. */
final class BootstrapServers {
    private BootstrapServers() {}

    /** The parts between commas, trimmed. */
    static List<String> split(@Nullable String bootstrapServers) {
        return Arrays.stream(Arguments.required("create", "bootstrapServers", bootstrapServers)
                        .split(",", -1))
                .map(String::strip)
                .toList();
    }

    static List<String> checked(@Nullable List<String> bootstrapServers) {
        for (String server : Arguments.required("create", "bootstrapServers", bootstrapServers)) {
            Arguments.required("create", "a bootstrap server", server);
        }
        return List.copyOf(bootstrapServers);
    }
}
