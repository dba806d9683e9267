package dev.barre.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DeadLetters#replay} replays and where to. Immutable.
 *
 * <pre>{@code
 * ReplayOptions.builder().from("orders-dlt").group("orders-replay").exceptionClass("java.net.ConnectException").build();
 * }</pre>
 */
public final class ReplayOptions {
    private static final int DEFAULT_MAX_REPLAYS = 3;

    private final String from;
    private final String group;
    private final @Nullable String target;
    private final ConsumerConfiguration connection;
    private final List<Predicate<DeadLetter>> filters;
    private final int maxReplays;
    private final double recordsPerSecond;
    private final boolean dryRun;
    private final Consumer<ReplayReport> progress;

    private ReplayOptions(Builder builder, String from, String group) {
        this.from = from;
        this.group = group;
        this.target = builder.target;
        this.connection = builder.connection;
        this.filters = List.copyOf(builder.filters);
        this.maxReplays = builder.maxReplays;
        this.recordsPerSecond = builder.recordsPerSecond;
        this.dryRun = builder.dryRun;
        this.progress = builder.progress;
    }

    /** A builder; {@code from} and {@code group} have no default. */
    public static Builder builder() {
        return new Builder();
    }

    String from() {
        return from;
    }

    String group() {
        return group;
    }

    Optional<String> target() {
        return Optional.ofNullable(target);
    }

    ConsumerConfiguration connection() {
        return connection;
    }

    boolean isFiltered() {
        return !filters.isEmpty();
    }

    boolean accepts(DeadLetter deadLetter) {
        return filters.stream().allMatch(filter -> filter.test(deadLetter));
    }

    int maxReplays() {
        return maxReplays;
    }

    /** Infinite without a limit. */
    double recordsPerSecond() {
        return recordsPerSecond;
    }

    boolean dryRun() {
        return dryRun;
    }

    Consumer<ReplayReport> progress() {
        return progress;
    }

    /** Collects options; {@link #build} reports all that is wrong. Not thread-safe. */
    public static final class Builder {
        private @Nullable String from;
        private @Nullable String group;
        private @Nullable String target;
        private ConsumerConfiguration connection =
                ConsumerConfiguration.builder().build();
        private final List<Predicate<DeadLetter>> filters = new ArrayList<>();
        private int maxReplays = DEFAULT_MAX_REPLAYS;
        private double recordsPerSecond = Double.POSITIVE_INFINITY;
        private boolean dryRun;
        private Consumer<ReplayReport> progress = report -> {};

        private Builder() {}

        /** The dead letter topic to read. */
        public Builder from(String topic) {
            this.from = topic;
            return this;
        }

        /** The group that keeps how far the replay has come; one that nothing else uses. */
        public Builder group(String groupId) {
            this.group = groupId;
            return this;
        }

        /** Where all records go. Default: each to the topic that it came from. */
        public Builder target(String topic) {
            this.target = topic;
            return this;
        }

        /** Whose security and network settings are used; the rest of it is not. Default: neither TLS nor a login. */
        public Builder connection(ConsumerConfiguration connection) {
            this.connection = Arguments.required("connection", "the configuration", connection);
            return this;
        }

        /** Leaves the records out that {@code filter} does not want; of several filters all must want one. */
        public Builder filter(Predicate<DeadLetter> filter) {
            filters.add(Arguments.required("filter", "the filter", filter));
            return this;
        }

        /** Only records that came from {@code topic}. */
        public Builder originalTopic(String topic) {
            Arguments.checkTopic("originalTopic", topic);
            return filter(deadLetter ->
                    deadLetter.originalTopic().filter(topic::equals).isPresent());
        }

        /** Only records for which an exception of the class of this full name was thrown; not for its subclasses. */
        public Builder exceptionClass(String name) {
            Arguments.required("exceptionClass", "the name of the class", name);
            return filter(deadLetter ->
                    deadLetter.exceptionClass().filter(name::equals).isPresent());
        }

        /** Only records that this group has given up. Every group that reads the target sees them again all the same. */
        public Builder replayOnlyFor(String groupId) {
            Arguments.required("replayOnlyFor", "the group", groupId);
            return filter(
                    deadLetter -> deadLetter.group().filter(groupId::equals).isPresent());
        }

        /** How often one record is replayed at the most, so that it does not go round for ever; at least 1. Default: 3. */
        public Builder maxReplays(int maxReplays) {
            this.maxReplays = maxReplays;
            return this;
        }

        /** How many records are replayed in a second at the most; above 0. Default: no limit. */
        public Builder rateLimit(double recordsPerSecond) {
            this.recordsPerSecond = recordsPerSecond;
            return this;
        }

        /** Counts what would be done; sends nothing and commits nothing. Default: false. */
        public Builder dryRun(boolean dryRun) {
            this.dryRun = dryRun;
            return this;
        }

        /** Told about once a second, and at the end, on the thread that replays; what it throws ends the replay. */
        public Builder onProgress(Consumer<ReplayReport> progress) {
            this.progress = Arguments.required("onProgress", "the function", progress);
            return this;
        }

        /**
         * Checks everything and makes the options.
         *
         * @throws ConfigurationException with all that is wrong, if anything is
         */
        public ReplayOptions build() {
            List<String> problems = new ArrayList<>();
            String givenFrom = given("from", from, problems);
            String givenGroup = given("group", group, problems);
            if (target != null && target.isBlank()) {
                problems.add("target must not be blank.");
            }
            if (target != null && target.equals(from)) {
                problems.add("target is the topic that is read: what is replayed would be read again.");
            }
            if (maxReplays < 1) {
                problems.add("maxReplays must be at least 1, but is " + maxReplays + ".");
            }
            if (!(recordsPerSecond > 0)) {
                problems.add("rateLimit must be above 0, but is " + recordsPerSecond + ".");
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException("The replay", problems);
            }
            return new ReplayOptions(this, givenFrom, givenGroup);
        }

        private static String given(String name, @Nullable String value, List<String> problems) {
            if (value == null || value.isBlank()) {
                problems.add(name + " is needed, and must not be blank.");
                return "";
            }
            return value;
        }
    }
}
