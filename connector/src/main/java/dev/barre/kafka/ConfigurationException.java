package dev.barre.kafka;

import dev.barre.kafka.interop.Disposition;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot work. Thrown by {@code build()}, with all that is wrong in one message. */
public final class ConfigurationException extends ConnectorException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ConfigurationException(String what, List<String> problems) {
        super(
                "build",
                Disposition.NOT_RETRIABLE,
                what + " cannot work: "
                        + problems.stream().map(problem -> "\n  - " + problem).collect(Collectors.joining()),
                null);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, a sentence each, naming the field and the Kafka property; never empty. */
    public List<String> problems() {
        return problems;
    }
}
