package dev.barre.kafka;

import static java.util.Objects.requireNonNullElse;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a record in a dead letter topic came from and why it is there, as its headers say. Understands what this library writes, what
 * spring-kafka writes ({@code kafka_dlt-*}) and what SmallRye writes ({@code dead-letter-*}). Whatever is missing or malformed is
 * empty; nothing here throws. Immutable.
 *
 * <pre>{@code
 * DeadLetter.from(record.headers()).ifPresent(dead -> log.info("{}: {}", dead.original(), dead.exceptionMessage()));
 * }</pre>
 */
public final class DeadLetter {
    private final @Nullable String originalTopic;
    private final @Nullable Integer originalPartition;
    private final @Nullable Long originalOffset;
    private final @Nullable Long originalTimestamp;
    private final @Nullable String group;
    private final @Nullable String exceptionClass;
    private final @Nullable String exceptionMessage;
    private final @Nullable Integer attempts;
    private final int replays;

    private DeadLetter(Headers headers, Dialect dialect) {
        this.originalTopic =
                dialect.topic(headers).filter(topic -> !topic.isBlank()).orElse(null);
        this.originalPartition = dialect.partition(headers).orElse(null);
        this.originalOffset = dialect.offset(headers).orElse(null);
        this.originalTimestamp = dialect.timestamp(headers).orElse(null);
        this.group = dialect.group(headers).orElse(null);
        this.exceptionClass = dialect.exceptionClass(headers).orElse(null);
        this.exceptionMessage = dialect.exceptionMessage(headers).orElse(null);
        this.attempts = dialect.attempts(headers).orElse(null);
        this.replays = requireNonNullElse(replays(headers).orElse(null), 0);
    }

    /** What the headers say; empty where they say nothing of a dead letter. Also understands records that were replayed. */
    public static Optional<DeadLetter> from(Headers headers) {
        for (Dialect dialect : Dialect.values()) {
            if (dialect.isSpokenIn(headers)) {
                return Optional.of(new DeadLetter(headers, dialect));
            }
        }
        return Optional.empty();
    }

    /** What this library itself has written. */
    static Optional<DeadLetter> ours(Headers headers) {
        return Dialect.BARRE.isSpokenIn(headers)
                ? Optional.of(new DeadLetter(headers, Dialect.BARRE))
                : Optional.empty();
    }

    static Optional<Integer> replays(Headers headers) {
        return headers.string(ProvenanceHeaders.REPLAYS).flatMap(HeaderNumbers::smallNumber);
    }

    /** The place of the record in the first topic that it was given up in; empty unless topic, partition and offset are known. */
    public Optional<PartitionOffset> original() {
        return originalTopic == null || originalPartition == null || originalOffset == null
                ? Optional.empty()
                : Optional.of(PartitionOffset.of(originalTopic, originalPartition, originalOffset));
    }

    /** The first topic that it was given up in. */
    public Optional<String> originalTopic() {
        return Optional.ofNullable(originalTopic);
    }

    /** Its partition there. */
    public OptionalInt originalPartition() {
        return originalPartition == null ? OptionalInt.empty() : OptionalInt.of(originalPartition);
    }

    /** Its offset there. */
    public OptionalLong originalOffset() {
        return originalOffset == null ? OptionalLong.empty() : OptionalLong.of(originalOffset);
    }

    /** Its timestamp there, in milliseconds since the epoch. */
    public OptionalLong originalTimestamp() {
        return originalTimestamp == null ? OptionalLong.empty() : OptionalLong.of(originalTimestamp);
    }

    /** The group that has given it up. */
    public Optional<String> group() {
        return Optional.ofNullable(group);
    }

    /** The class of what was thrown, of the cause where it was wrapped. */
    public Optional<String> exceptionClass() {
        return Optional.ofNullable(exceptionClass);
    }

    /** The message of what was thrown; this library keeps the first 512 bytes. */
    public Optional<String> exceptionMessage() {
        return Optional.ofNullable(exceptionMessage);
    }

    /** How often it was handled in vain, retry topics included; 0 for a record that could not be read. */
    public OptionalInt attempts() {
        return attempts == null ? OptionalInt.empty() : OptionalInt.of(attempts);
    }

    /** How often {@link DeadLetters#replay} has sent it back. */
    public int replays() {
        return replays;
    }

    /** The place and the class of what was thrown; its message may be confidential. */
    @Override
    public String toString() {
        return "DeadLetter[" + original().map(PartitionOffset::toString).orElse("unknown place")
                + exceptionClass().map(name -> ", " + name).orElse("") + "]";
    }

    /** How a client names and encodes what it says, one constant each; the first that is spoken is believed. */
    private enum Dialect {
        BARRE(ProvenanceHeaders.TOPIC) {
            @Override
            Optional<Integer> partition(Headers headers) {
                return headers.string(ProvenanceHeaders.PARTITION).flatMap(HeaderNumbers::smallNumber);
            }

            @Override
            Optional<Long> offset(Headers headers) {
                return headers.string(ProvenanceHeaders.OFFSET).flatMap(HeaderNumbers::number);
            }

            @Override
            Optional<Long> timestamp(Headers headers) {
                return headers.string(ProvenanceHeaders.TIMESTAMP).flatMap(HeaderNumbers::number);
            }

            @Override
            Optional<String> group(Headers headers) {
                return headers.string(ProvenanceHeaders.GROUP);
            }

            @Override
            Optional<String> exceptionClass(Headers headers) {
                return headers.string(ProvenanceHeaders.EXCEPTION_CLASS);
            }

            @Override
            Optional<String> exceptionMessage(Headers headers) {
                return headers.string(ProvenanceHeaders.EXCEPTION_MESSAGE);
            }

            @Override
            Optional<Integer> attempts(Headers headers) {
                return headers.string(ProvenanceHeaders.ATTEMPTS)
                        .or(() -> headers.string(ProvenanceHeaders.RETRY_ATTEMPTS))
                        .flatMap(HeaderNumbers::smallNumber);
            }
        },

        SPRING("kafka_dlt-original-topic") {
            @Override
            Optional<Integer> partition(Headers headers) {
                return HeaderNumbers.fourBytes(headers.bytes("kafka_dlt-original-partition"));
            }

            @Override
            Optional<Long> offset(Headers headers) {
                return HeaderNumbers.eightBytes(headers.bytes("kafka_dlt-original-offset"));
            }

            @Override
            Optional<Long> timestamp(Headers headers) {
                return HeaderNumbers.eightBytes(headers.bytes("kafka_dlt-original-timestamp"));
            }

            @Override
            Optional<String> group(Headers headers) {
                return headers.string("kafka_dlt-original-consumer-group");
            }

            @Override
            Optional<String> exceptionClass(Headers headers) {
                return headers.string("kafka_dlt-exception-cause-fqcn")
                        .or(() -> headers.string("kafka_dlt-exception-fqcn"));
            }

            @Override
            Optional<String> exceptionMessage(Headers headers) {
                return headers.string("kafka_dlt-exception-message");
            }
        },

        SMALLRYE("dead-letter-topic") {
            @Override
            Optional<Integer> partition(Headers headers) {
                return headers.string("dead-letter-partition").flatMap(HeaderNumbers::smallNumber);
            }

            @Override
            Optional<Long> offset(Headers headers) {
                return headers.string("dead-letter-offset").flatMap(HeaderNumbers::number);
            }

            @Override
            Optional<String> exceptionClass(Headers headers) {
                return headers.string("dead-letter-cause-class-name")
                        .or(() -> headers.string("dead-letter-exception-class-name"));
            }

            @Override
            Optional<String> exceptionMessage(Headers headers) {
                return headers.string("dead-letter-cause").or(() -> headers.string("dead-letter-reason"));
            }
        };

        private final String topic;

        Dialect(String topic) {
            this.topic = topic;
        }

        boolean isSpokenIn(Headers headers) {
            return headers.contains(topic);
        }

        Optional<String> topic(Headers headers) {
            return headers.string(topic);
        }

        abstract Optional<Integer> partition(Headers headers);

        abstract Optional<Long> offset(Headers headers);

        Optional<Long> timestamp(Headers headers) {
            return Optional.empty();
        }

        Optional<String> group(Headers headers) {
            return Optional.empty();
        }

        abstract Optional<String> exceptionClass(Headers headers);

        abstract Optional<String> exceptionMessage(Headers headers);

        Optional<Integer> attempts(Headers headers) {
            return Optional.empty();
        }
    }
}
