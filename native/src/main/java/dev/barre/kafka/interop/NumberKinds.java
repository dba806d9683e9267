package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.Optional;

/** The kinds of numbers: counts, bytes, and spans of time that Kafka takes as milliseconds. */
final class NumberKinds {
    private NumberKinds() {}

    /** A whole number of at least {@code min}. */
    static PropertyKind<Integer> count(int min) {
        return new IntegerKind("int", min, "");
    }

    /** A size in bytes of at least {@code min}. */
    static PropertyKind<Integer> bytes(int min) {
        return new IntegerKind("int (bytes)", min, "");
    }

    /** The size of a socket buffer in bytes, of which -1 leaves the choice to the operating system. */
    static PropertyKind<Integer> socketBuffer() {
        return new IntegerKind("int (bytes)", -1, "; -1 means the size that the operating system chooses");
    }

    /** A size in bytes of at least {@code min} that may exceed 2 GiB. */
    static PropertyKind<Long> longBytes(long min) {
        return new LongKind(min);
    }

    /** A span that Kafka takes as an {@code int} of milliseconds: up to 24.8 days. */
    static PropertyKind<Duration> millis(long minMillis) {
        return new MillisKind(minMillis, Integer.MAX_VALUE);
    }

    /** A span that Kafka takes as a {@code long} of milliseconds. */
    static PropertyKind<Duration> longMillis(long minMillis) {
        return new MillisKind(minMillis, Long.MAX_VALUE);
    }

    private record IntegerKind(String typeName, int min, String remark) implements PropertyKind<Integer> {
        @Override
        public String allowed() {
            return "at least " + min + remark;
        }

        @Override
        public Optional<String> problem(Integer value) {
            return value >= min ? Optional.empty() : Optional.of("must be at least " + min + ", was " + value);
        }

        @Override
        public Object toKafka(Integer value) {
            return value;
        }

        @Override
        public Optional<Integer> fromKafka(Object parsed) {
            return Optional.of((Integer) parsed);
        }
    }

    private record LongKind(long min) implements PropertyKind<Long> {
        @Override
        public String typeName() {
            return "long (bytes)";
        }

        @Override
        public String allowed() {
            return "at least " + min;
        }

        @Override
        public Optional<String> problem(Long value) {
            return value >= min ? Optional.empty() : Optional.of("must be at least " + min + ", was " + value);
        }

        @Override
        public Object toKafka(Long value) {
            return value;
        }

        @Override
        public Optional<Long> fromKafka(Object parsed) {
            return Optional.of((Long) parsed);
        }
    }

    private record MillisKind(long min, long max) implements PropertyKind<Duration> {
        @Override
        public String typeName() {
            return "Duration";
        }

        @Override
        public String allowed() {
            String limit = max == Integer.MAX_VALUE ? ", up to " + max + " ms (24.8 days)" : "";
            return "whole milliseconds, at least " + min + limit;
        }

        @Override
        public Optional<String> problem(Duration value) {
            if (value.compareTo(Duration.ofMillis(min)) < 0) {
                return Optional.of("must be at least " + min + " ms, was " + value);
            }
            if (value.compareTo(Duration.ofMillis(max)) > 0) {
                return Optional.of("must be at most " + max + " ms, was " + value);
            }
            return value.toNanosPart() % 1_000_000 == 0
                    ? Optional.empty()
                    : Optional.of("must be whole milliseconds, because Kafka counts no finer, was " + value);
        }

        @Override
        public Object toKafka(Duration value) {
            return max == Integer.MAX_VALUE ? (Object) Math.toIntExact(value.toMillis()) : value.toMillis();
        }

        @Override
        public Optional<Duration> fromKafka(Object parsed) {
            return Optional.of(Duration.ofMillis(((Number) parsed).longValue()));
        }
    }
}
