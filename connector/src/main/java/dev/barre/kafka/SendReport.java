package dev.barre.kafka;

import java.util.List;
import java.util.Optional;

/**
 * How each record of a {@link Producer#sendAll} ended. Immutable.
 *
 * @param outcomes one per record, in the order they were given
 */
public record SendReport(List<Outcome> outcomes) {
    /** Copies {@code outcomes}. */
    public SendReport {
        outcomes = List.copyOf(outcomes);
    }

    /** How many are acknowledged. */
    public int succeeded() {
        return outcomes.size() - failed();
    }

    /** How many are not known to be written. */
    public int failed() {
        return (int) outcomes.stream()
                .filter(outcome -> outcome instanceof Outcome.Failed)
                .count();
    }

    /** Those that failed, in order. */
    public List<Outcome.Failed> failures() {
        return outcomes.stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .toList();
    }

    /** Throws the first failure, with how many there are; returns where all is acknowledged. */
    public void throwIfFailed() {
        Optional<Outcome.Failed> first = failures().stream().findFirst();
        if (first.isPresent()) {
            ConnectorException cause = first.get().error();
            throw new ConnectorException(
                    "sendAll",
                    cause.disposition(),
                    "sendAll failed for " + failed() + " of " + outcomes.size()
                            + " records, first for the one at index "
                            + first.get().index() + ": " + cause.getMessage(),
                    cause);
        }
    }

    /** How one record ended. */
    public sealed interface Outcome {
        /** Its place among the records given, from 0. */
        int index();

        /**
         * It is written.
         *
         * @param index its place
         * @param metadata where
         */
        record Sent(int index, RecordMetadata metadata) implements Outcome {}

        /**
         * It is not known to be written.
         *
         * @param index its place
         * @param error why
         */
        record Failed(int index, ConnectorException error) implements Outcome {}
    }
}
