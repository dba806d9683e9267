package dev.barre.kafka;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses arguments that no call could do anything with, in one wording. */
final class Arguments {
    /** Fits into nanoseconds many times over, so that sums of spans do not overflow. */
    static final Duration LONGEST_SPAN = Duration.ofDays(365);

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

    static int checkRange(String operation, String name, int given, int least, int most) {
        if (given < least || given > most) {
            throw ConnectorException.refused(
                    operation, name + " must be " + least + " to " + most + ", but is " + given + ".");
        }
        return given;
    }

    static void checkPositive(String operation, String name, long given) {
        if (given < 1) {
            throw ConnectorException.refused(operation, name + " must be at least 1, but is " + given + ".");
        }
    }

    /** Returns a span from {@code least} to {@link #LONGEST_SPAN}. */
    static Duration checkSpan(String operation, String name, @Nullable Duration given, Duration least) {
        Duration span = required(operation, name, given);
        if (!isSpan(span, least)) {
            throw ConnectorException.refused(
                    operation, name + " must be " + least + " to " + LONGEST_SPAN + ", but is " + span + ".");
        }
        return span;
    }

    static boolean isSpan(Duration span, Duration least) {
        return span.compareTo(least) >= 0 && span.compareTo(LONGEST_SPAN) <= 0;
    }
}
