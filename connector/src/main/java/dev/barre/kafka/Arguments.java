package dev.barre.kafka;

import org.jspecify.annotations.Nullable;

/** Refuses arguments that no call could do anything with, in one wording. */
final class Arguments {
    private Arguments() {}

    static <T> T required(String operation, String name, @Nullable T argument) {
        if (argument == null) {
            throw ConnectorException.refused(operation, name + " must not be null.");
        }
        return argument;
    }

    static String checkTopic(String operation, @Nullable String topic) {
        if (topic == null || topic.isBlank()) {
            throw ConnectorException.refused(operation, "a topic must not be null or blank.");
        }
        return topic;
    }

    static void checkPartition(String operation, @Nullable TopicPartition partition) {
        TopicPartition given = required(operation, "a topic partition", partition);
        checkTopic(operation, given.topic());
        if (given.partition() < 0) {
            throw ConnectorException.refused(
                    operation, "a partition must not be negative, but is " + given.partition() + ".");
        }
    }

    static void checkOffset(String operation, @Nullable PartitionOffset offset) {
        PartitionOffset given = required(operation, "a partition offset", offset);
        checkPartition(operation, given.partition());
        if (given.offset() < 0) {
            throw ConnectorException.refused(operation, "an offset must not be negative, but is " + given + ".");
        }
    }
}
